package io.flinklstm.state;

import java.io.IOException;

/** Bytes that are no state of a key, or one this version cannot read. */
public final class StateFormatException extends IOException {

  private static final long serialVersionUID = 1;

  StateFormatException(String what, String found, String expected) {
    super("key state: " + what + ": found " + found + ", expected " + expected);
  }
}
