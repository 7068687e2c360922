package io.flinklstm.jobs.pipeline;

import io.flinklstm.operators.Emission;

/** Which steps give a result, as a pipeline file says it. */
final class Emissions {

  private Emissions() {}

  /**
   * @throws IllegalArgumentException where it is none
   */
  static Emission parse(String text) {
    String[] words = text.split(" ", 2);
    String number = words.length == 2 ? words[1] : "";
    return switch (words[0]) {
      case "every-nth" -> Emission.everyNth(Long.parseLong(number));
      case "score-from" -> Emission.scoreFrom(Double.parseDouble(number));
      case "every-event" -> alone(number, Emission.everyEvent());
      case "sequence-end" -> alone(number, Emission.sequenceEnd());
      case "label-change" -> alone(number, Emission.labelChange());
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static Emission alone(String number, Emission emission) {
    if (!number.isEmpty()) {
      throw new IllegalArgumentException(number);
    }
    return emission;
  }
}
