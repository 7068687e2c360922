/**
 * What every model format shares: arrays as files store them, strict reading of JSON and YAML
 * objects, and {@link io.flinklstm.models.format.ModelFormatException}, the one way to say no.
 *
 * <p>Temperature: cold. No single format's rules in here.
 */
package io.flinklstm.models.format;
