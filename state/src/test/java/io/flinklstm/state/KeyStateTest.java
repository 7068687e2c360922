package io.flinklstm.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.java.typeutils.PojoTypeInfo;
import org.junit.jupiter.api.Test;

class KeyStateTest {

  /** A user's type that carries a state. */
  public static final class Carrier {
    public String key = "";
    public KeyState state = States.of(1, 1, 1);
  }

  @Test
  void aCopySharesNoArray() {
    KeyState state = States.of(4, 4, 1);
    KeyState copy = state.copy();
    copy.recurrent()[0] = 9;
    copy.running()[0] = 9;
    copy.step(5);
    assertThat(state).isEqualTo(States.of(4, 4, 1));
  }

  @Test
  void aStateNeverSteppedHasNoEventTime() {
    assertThat(States.of(1, 1, 0).hasEventTime()).isFalse();
    assertThat(States.of(1, 1, 1).hasEventTime()).isTrue();
  }

  @Test
  void anEventWithoutTimeLeavesTheLastTimeAsItWas() {
    KeyState state = States.of(1, 1, 2);
    long before = state.lastEventTime();
    state.step();
    assertThat(state.lastEventTime()).isEqualTo(before);
    assertThat(state.steps()).isEqualTo(3);
  }

  @Test
  void flinkFindsTheTypeByItselfAlsoInsideAUsersType() {
    assertThat(TypeInformation.of(KeyState.class)).isEqualTo(new KeyStateTypeInfo());
    PojoTypeInfo<Carrier> carrier = (PojoTypeInfo<Carrier>) TypeInformation.of(Carrier.class);
    assertThat(carrier.getTypeAt("state")).isEqualTo(new KeyStateTypeInfo());
  }

  @Test
  void everyEarlierSerializerIsCompatibleAsIs() {
    TypeSerializerSnapshot<KeyState> now = new KeyStateSerializer().snapshotConfiguration();
    TypeSerializerSchemaCompatibility<KeyState> verdict =
        now.resolveSchemaCompatibility(new KeyStateSerializerSnapshot());
    assertThat(verdict.isCompatibleAsIs()).isTrue();
  }
}
