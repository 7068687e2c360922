package io.flinklstm.state;

import java.lang.reflect.Type;
import java.util.Map;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInfoFactory;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Tells Flink how to keep {@link KeyState}, also as a field of a user's type. */
public final class KeyStateTypeInfo extends TypeInformation<KeyState> {

  private static final long serialVersionUID = 1;

  /** Found by Flink through the annotation on {@link KeyState}. */
  public static final class Factory extends TypeInfoFactory<KeyState> {
    @Override
    public TypeInformation<KeyState> createTypeInfo(
        Type type, Map<String, TypeInformation<?>> parameters) {
      return new KeyStateTypeInfo();
    }
  }

  @Override
  public TypeSerializer<KeyState> createSerializer(SerializerConfig config) {
    return new KeyStateSerializer();
  }

  @Override
  public Class<KeyState> getTypeClass() {
    return KeyState.class;
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
    return object instanceof KeyStateTypeInfo;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof KeyStateTypeInfo;
  }

  @Override
  public int hashCode() {
    return KeyStateTypeInfo.class.hashCode();
  }

  @Override
  public String toString() {
    return "KeyState";
  }
}
