/**
 * A web page that shows a running pipeline: {@link io.flinklstm.jobs.watch.Watch} follows the
 * committed results and Flink's REST interface, as any reader could, keeps the last of them in
 * bounded memory and serves the page, on loopback unless told otherwise.
 *
 * <p>Temperature: cold. HTTP stays in here; nothing of a job knows of it.
 */
package io.flinklstm.jobs.watch;
