/**
 * The pipeline file: what can be said in it, and what is meant by it. Every setting is one constant
 * of {@code Settings}; tables and schema are made from them. Temperature: cold.
 */
package io.flinklstm.jobs.pipeline;
