package io.flinklstm.operators;

/** Why a bundle was flushed; each is counted. */
enum FlushCause {
  SIZE,
  IDLE,
  WAIT,
  WATERMARK,
  CHECKPOINT,
  END,
  NEXT_KEY
}
