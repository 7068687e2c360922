package io.flinklstm.operators;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;

/**
 * What is done about missing values, field by field.
 *
 * @param others for fields not named
 * @param byField by the field's name in the model
 */
record MissingValues(MissingValue others, Map<String, MissingValue> byField)
    implements Serializable {

  static final MissingValues REJECTED = new MissingValues(MissingValue.REJECT, Map.of());

  MissingValues {
    byField = Map.copyOf(byField);
  }

  MissingValue of(String field) {
    return byField.getOrDefault(field, others);
  }

  MissingValues with(String field, MissingValue policy) {
    Map<String, MissingValue> changed = new HashMap<>(byField);
    changed.put(field, policy);
    return new MissingValues(others, changed);
  }

  MissingValues withOthers(MissingValue policy) {
    return new MissingValues(policy, byField);
  }
}
