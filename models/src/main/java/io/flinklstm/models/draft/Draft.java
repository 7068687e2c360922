package io.flinklstm.models.draft;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a file was understood to be.
 *
 * @param source the format, for people
 * @param input width of an input row; 1 where it is a whole number for an embedding
 * @param steps the layers, first to last
 * @param initial for recurrent layer and {@code h} or {@code c}, as {@code 0.h}: rows of initial
 *     state that the file itself brings, one per sequence of its batch
 * @param batchFirst whether a recorded input's first axis is the sequence of the batch and its
 *     second the time; empty where the file does not tell
 * @param lengths at which step each sequence of the batch ends, where the file fixes that and not
 *     all end with the last; otherwise empty
 * @param notes what was decided or left aside, for people
 */
public record Draft(
    String source,
    int input,
    List<Step> steps,
    Map<String, float[][]> initial,
    Optional<Boolean> batchFirst,
    List<Integer> lengths,
    List<String> notes) {

  public Draft {
    steps = List.copyOf(steps);
    initial = Map.copyOf(initial);
    lengths = List.copyOf(lengths);
    notes = List.copyOf(notes);
  }

  /** A draft that says nothing of lengths. */
  public Draft(
      String source,
      int input,
      List<Step> steps,
      Map<String, float[][]> initial,
      Optional<Boolean> batchFirst,
      List<String> notes) {
    this(source, input, steps, initial, batchFirst, List.of(), notes);
  }

  /** Width of an output row. */
  public int output() {
    int width = input;
    for (Step step : steps) {
      width = step.output(width);
    }
    return width;
  }
}
