package io.flinklstm.jobs.kafka;

import java.util.List;
import java.util.Map;

/**
 * What a sound pipeline's Kafka cluster was found to be.
 *
 * @param partitions of each topic that was looked at
 * @param notes what does not keep the job from its promises and may still surprise
 */
public record Findings(Map<String, Integer> partitions, List<String> notes) {

  public Findings {
    partitions = Map.copyOf(partitions);
    notes = List.copyOf(notes);
  }

  /** The topic, and how many partitions it has where that is known. */
  public String named(String topic) {
    Integer count = partitions.get(topic);
    if (count == null) {
      return topic;
    }
    return topic + " (" + count + (count == 1 ? " partition)" : " partitions)");
  }
}
