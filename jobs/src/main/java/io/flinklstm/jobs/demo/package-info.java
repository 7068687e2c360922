/**
 * The demo: real measurements through Kafka, the job and back, then judged. {@link
 * io.flinklstm.jobs.demo.Demo} tells the story from start to end.
 *
 * <p>Temperature: cold. Uses the job as anybody would; nothing here is known to it.
 */
package io.flinklstm.jobs.demo;
