package io.flinklstm.operators.result;

import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** What the types of {@link Prediction} and {@link Rejected} share: they wrap the event's. */
abstract class EventTypeInfo<T, R> extends TypeInformation<R> {

  private static final long serialVersionUID = 1;

  final TypeInformation<T> event;

  EventTypeInfo(TypeInformation<T> event) {
    this.event = event;
  }

  @Override
  public Map<String, TypeInformation<?>> getGenericParameters() {
    return Map.of("T", event);
  }

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public boolean canEqual(Object object) {
    return object != null && getClass() == object.getClass();
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof EventTypeInfo<?, ?> other
        && getClass() == other.getClass()
        && event.equals(other.event);
  }

  @Override
  public int hashCode() {
    return 31 * getClass().getName().hashCode() + event.hashCode();
  }

  @Override
  public String toString() {
    return getTypeClass().getSimpleName() + "<" + event + ">";
  }
}
