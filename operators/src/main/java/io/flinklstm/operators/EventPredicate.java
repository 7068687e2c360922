package io.flinklstm.operators;

import java.io.Serializable;
import java.util.function.Predicate;

/** Says something of a user's event, such as that it begins a sequence. What throws rejects it. */
@FunctionalInterface
public interface EventPredicate<T> extends Predicate<T>, Serializable {

  /** True of no event. */
  static <T> EventPredicate<T> never() {
    return event -> false;
  }
}
