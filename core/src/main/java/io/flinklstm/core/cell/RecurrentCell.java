package io.flinklstm.core.cell;

/** A layer with state per key; its output is a part of that state, h. */
public sealed interface RecurrentCell extends Layer
    permits LstmCell, LstmVariantCell, GruAfterCell, GruBeforeCell, GruVariantCell, RnnCell {

  @Override
  default float[][] newRows(int maxRows) {
    return new float[0][];
  }

  @Override
  default float[][] output(float[][] state, float[][] own) {
    return state;
  }
}
