package io.flinklstm.operators;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes numbers, and fails in the asynchronous phase of a checkpoint, when state is written. */
final class FaultySerializer extends TypeSerializerSingleton<Long> {

  private static final long serialVersionUID = 1;

  @Override
  public void serialize(Long value, DataOutputView target) throws IOException {
    Run.current().at(FaultPoint.ASYNCHRONOUS_PHASE);
    LongSerializer.INSTANCE.serialize(value, target);
  }

  @Override
  public Long deserialize(DataInputView source) throws IOException {
    return LongSerializer.INSTANCE.deserialize(source);
  }

  @Override
  public Long deserialize(Long reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    LongSerializer.INSTANCE.copy(source, target);
  }

  @Override
  public Long copy(Long from) {
    return from;
  }

  @Override
  public Long copy(Long from, Long reuse) {
    return from;
  }

  @Override
  public Long createInstance() {
    return 0L;
  }

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public int getLength() {
    return Long.BYTES;
  }

  @Override
  public TypeSerializerSnapshot<Long> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Restores this serializer. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Long> {
    public Snapshot() {
      super(FaultySerializer::new);
    }
  }
}
