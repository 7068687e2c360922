package io.flinklstm.jobs.record;

import java.io.Serializable;
import java.util.Map;

/**
 * A schema registry with Confluent's interface.
 *
 * @param url where it is
 * @param properties of its client, which may be secret
 */
public record Registry(String url, Map<String, String> properties) implements Serializable {

  public Registry {
    properties = Map.copyOf(properties);
  }

  /** Its place alone; a name and password in it are secret. */
  @Override
  public String toString() {
    return url.replaceFirst("//[^/@]*@", "//");
  }
}
