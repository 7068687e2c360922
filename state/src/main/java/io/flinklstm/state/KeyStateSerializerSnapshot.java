package io.flinklstm.state;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Always compatible as is: each state's bytes tell their own version, and the codec reads every
 * earlier one. So no backend ever has to migrate, and those that cannot still take old state.
 */
public final class KeyStateSerializerSnapshot implements TypeSerializerSnapshot<KeyState> {

  private static final int SNAPSHOT_VERSION = 1;

  @Override
  public int getCurrentVersion() {
    return SNAPSHOT_VERSION;
  }

  @Override
  public void writeSnapshot(DataOutputView out) throws IOException {
    out.writeInt(KeyStateCodec.VERSION);
  }

  @Override
  public void readSnapshot(int readVersion, DataInputView in, ClassLoader loader)
      throws IOException {
    int newest = in.readInt();
    if (newest > KeyStateCodec.VERSION) {
      throw new StateFormatException(
          "format version of the snapshot",
          String.valueOf(newest),
          "1 to " + KeyStateCodec.VERSION + "; a newer program wrote it, run that one");
    }
  }

  @Override
  public TypeSerializer<KeyState> restoreSerializer() {
    return new KeyStateSerializer();
  }

  @Override
  public TypeSerializerSchemaCompatibility<KeyState> resolveSchemaCompatibility(
      TypeSerializerSnapshot<KeyState> old) {
    return old instanceof KeyStateSerializerSnapshot
        ? TypeSerializerSchemaCompatibility.compatibleAsIs()
        : TypeSerializerSchemaCompatibility.incompatible();
  }
}
