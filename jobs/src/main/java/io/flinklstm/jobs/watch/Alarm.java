package io.flinklstm.jobs.watch;

/**
 * A result whose score was high.
 *
 * @param number counts alarms from 1
 * @param shown whether its key's history is kept
 * @param text a sentence for a person
 * @param note what is known of the moment; empty for nothing
 */
record Alarm(long number, String key, boolean shown, long time, String text, String note) {}
