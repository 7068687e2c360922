package io.flinklstm.operators;

import java.io.Serializable;

/** Which events of a key make a window. */
sealed interface Windows extends Serializable {

  /** Most events of a window. */
  int longest();

  /**
   * The last events of the key: a window once there are so many, and after every so-many-th event
   * from then on.
   */
  record Last(int longest, int every) implements Windows {
    public Last {
      check("last", longest);
      check("every", every);
    }
  }

  /** A whole sequence, once it has ended; one that reaches the most is ended by it. */
  record Whole(int longest) implements Windows {
    public Whole {
      check("sequences", longest);
    }
  }

  private static void check(String what, int found) {
    if (found < 1 || found > 65_536) {
      throw new IllegalArgumentException(what + ": found " + found + ", expected 1 to 65536");
    }
  }
}
