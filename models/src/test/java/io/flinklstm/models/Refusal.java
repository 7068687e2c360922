package io.flinklstm.models;

import java.util.Arrays;
import java.util.List;

/**
 * How a file of the reference folder must be refused, by what its README says of when.
 *
 * @param phrases of the sentence that a user must be told
 * @param remedy what to add to the description so that it is taken, or empty
 */
public record Refusal(Kind kind, List<String> phrases, String remedy) {

  /** When a file must be refused. */
  public enum Kind {
    ALWAYS("always"),
    DEFAULT("by default"),
    NO_LENGTHS("sequence_lens"),
    PER_EVENT("per-event use"),
    NO_NAMES("named model");

    private final String word;

    Kind(String word) {
      this.word = word;
    }
  }

  static Refusal of(String when) {
    Kind kind =
        Arrays.stream(Kind.values()).filter(k -> when.contains(k.word)).findFirst().orElseThrow();
    return switch (kind) {
      case ALWAYS ->
          new Refusal(
              kind,
              List.of(
                  "global", "holds a pickled module; save model.state_dict() or use safetensors"),
              "");
      case DEFAULT ->
          new Refusal(
              kind,
              List.of("(GRU)", "linear_before_reset 0 from PyTorch", "treat it as 1"),
              "gru-reset: after\n");
      case NO_LENGTHS ->
          new Refusal(
              kind,
              List.of("sequence_lens", "that end before", "each event is a step", "windows only"),
              "");
      case PER_EVENT ->
          new Refusal(
              kind,
              List.of("whole sequence", "one event at a time", "runs over closed windows only"),
              "");
      case NO_NAMES ->
          new Refusal(
              kind,
              List.of("without names", "save model.state_dict()", "names:"),
              "names: [weight_ih_l0, weight_hh_l0, bias_ih_l0, bias_hh_l0]\n");
    };
  }

  /** Whether a whole sequence at once may be offered instead. */
  public boolean runsAsWindow() {
    return kind == Kind.PER_EVENT || kind == Kind.NO_LENGTHS;
  }
}
