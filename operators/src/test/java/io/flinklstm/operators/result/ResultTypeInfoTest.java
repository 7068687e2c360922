package io.flinklstm.operators.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.junit.jupiter.api.Test;

class ResultTypeInfoTest {

  private static final SerializerConfigImpl NO_GENERIC_TYPES =
      new SerializerConfigImpl(new Configuration().set(PipelineOptions.GENERIC_TYPES, false));

  @Test
  void needsNoGenericTypesWhereTheEventNeedsNone() {
    assertThat(new PredictionTypeInfo<>(Types.STRING).createSerializer(NO_GENERIC_TYPES))
        .isInstanceOf(PredictionSerializer.class);
    assertThat(new RejectedTypeInfo<>(Types.STRING).createSerializer(NO_GENERIC_TYPES))
        .isInstanceOf(RejectedSerializer.class);
  }

  @Test
  void anEventThatNeedsGenericTypesIsFlinksErrorToTell() {
    TypeInformation<Object> generic = Types.GENERIC(Object.class);
    PredictionTypeInfo<Object> type = new PredictionTypeInfo<>(generic);
    assertThatThrownBy(() -> type.createSerializer(NO_GENERIC_TYPES))
        .hasMessageContaining("Generic types");
  }

  @Test
  void theTypesOfDifferentEventsAreDifferent() {
    assertThat(new PredictionTypeInfo<>(Types.STRING))
        .isEqualTo(new PredictionTypeInfo<>(Types.STRING))
        .isNotEqualTo(new PredictionTypeInfo<>(Types.LONG))
        .isNotEqualTo(new RejectedTypeInfo<>(Types.STRING));
  }
}
