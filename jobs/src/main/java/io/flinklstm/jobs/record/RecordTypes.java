package io.flinklstm.jobs.record;

import java.util.Objects;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** The types of the records on their way, for Flink. */
public final class RecordTypes {

  public static final TypeInformation<Incoming> INCOMING =
      new Type<>(Incoming.class, IncomingSerializer.INSTANCE);
  public static final TypeInformation<Event> EVENT =
      new Type<>(Event.class, EventSerializer.INSTANCE);
  public static final TypeInformation<DeadLetter> DEAD_LETTER =
      new Type<>(DeadLetter.class, DeadLetterSerializer.INSTANCE);
  public static final TypeInformation<Outgoing> OUTGOING =
      new Type<>(Outgoing.class, OutgoingSerializer.INSTANCE);

  private RecordTypes() {}

  private static final class Type<T> extends TypeInformation<T> {

    private static final long serialVersionUID = 1;

    private final Class<T> type;
    private final TypeSerializer<T> serializer;

    Type(Class<T> type, TypeSerializer<T> serializer) {
      this.type = type;
      this.serializer = serializer;
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
    public Class<T> getTypeClass() {
      return type;
    }

    @Override
    public boolean isKeyType() {
      return false;
    }

    @Override
    public TypeSerializer<T> createSerializer(SerializerConfig config) {
      return serializer;
    }

    @Override
    public String toString() {
      return type.getSimpleName();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Type<?> that && type == that.type;
    }

    @Override
    public int hashCode() {
      return Objects.hashCode(type);
    }

    @Override
    public boolean canEqual(Object other) {
      return other instanceof Type<?>;
    }
  }
}
