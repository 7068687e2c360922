/**
 * Trained files to networks. {@link io.flinklstm.models.ModelBundle} is the project's own format;
 * {@link io.flinklstm.models.BundleSource} brings one to an operator.
 *
 * <p>Temperature: cold; runs when a job is built and when a task starts. Nothing of Flink in here.
 */
package io.flinklstm.models;
