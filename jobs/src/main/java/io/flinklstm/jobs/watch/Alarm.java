package io.flinklstm.jobs.watch;

/**
 * A result whose score was high.
 *
 * @param number counts alarms from 1
 * @param index of the point in its key's series
 * @param text a sentence for a person
 * @param note what is known of the moment; empty for nothing
 */
record Alarm(long number, int id, long index, long time, double score, String text, String note) {}
