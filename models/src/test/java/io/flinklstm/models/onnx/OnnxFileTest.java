package io.flinklstm.models.onnx;

import static io.flinklstm.models.onnx.Message.model;
import static io.flinklstm.models.onnx.Message.node;
import static io.flinklstm.models.onnx.Message.tensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flinklstm.models.draft.Draft;
import io.flinklstm.models.draft.Step;
import io.flinklstm.models.format.ModelFormatException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OnnxFileTest {

  private static final byte[] THREE = new byte[12];

  private static Message wholes(String name, long value) {
    return new Message().text(1, name).whole(8, value);
  }

  /** A GRU of one unit, of whose final state one row is sliced out. */
  private static byte[] slicing(long start) {
    Message gru =
        node("GRU", "", "x", "w", "r")
            .text(2, "h")
            .message(5, new Message().text(1, "hidden_size").whole(3, 1))
            .message(5, new Message().text(1, "linear_before_reset").whole(3, 1));
    Message slice =
        node("Slice", "row", "h")
            .message(5, wholes("starts", start))
            .message(5, wholes("ends", Long.MAX_VALUE))
            .message(5, wholes("axes", 0));
    return model(
        new Message()
            .message(11, new Message().text(1, "x"))
            .message(5, tensor("w", THREE, 1, 3, 1))
            .message(5, tensor("r", THREE, 1, 3, 1))
            .message(1, gru)
            .message(1, slice)
            .message(1, node("Squeeze", "y", "row").message(5, wholes("axes", 0)))
            .message(12, new Message().text(1, "y")));
  }

  @Test
  void takesTheNewestLayersStateThatAnOldOperatorSetSlicesOut() {
    Draft draft = OnnxFile.read(slicing(-1), Optional.empty(), false);
    assertThat(draft.steps()).hasSize(2).last().isInstanceOf(Step.LastStep.class);
  }

  @Test
  void refusesAnotherSliceNamingTheNode() {
    assertThatThrownBy(() -> OnnxFile.read(slicing(-2), Optional.empty(), false))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("node row (Slice)");
  }
}
