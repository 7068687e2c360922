package io.flinklstm.models.onnx;

import io.flinklstm.models.format.Dtype;
import io.flinklstm.models.format.ModelFormatException;
import io.flinklstm.models.format.RawTensor;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads a TensorProto: raw bytes, typed fields, or bytes in another file. */
final class OnnxTensor {

  private static final int EXTERNAL = 1;

  private final List<Long> dims = new ArrayList<>();
  private final Map<String, String> external = new HashMap<>();
  private final ByteArrayOutputStream typed = new ByteArrayOutputStream();
  private ByteBuffer raw = ByteBuffer.allocate(0);
  private String name = "";
  private int type;
  private boolean isExternal;

  private OnnxTensor() {}

  static RawTensor read(Protobuf in, ExternalData files) {
    OnnxTensor tensor = new OnnxTensor();
    // Typed fields are read once the type is known: it may come after them.
    Protobuf types = in.again();
    while (types.next()) {
      if (types.number() == 2) {
        tensor.type = (int) types.whole();
      } else {
        types.skip();
      }
    }
    Dtype dtype = dtype(in, tensor.type);
    while (in.next()) {
      tensor.field(in, dtype);
    }
    return tensor.build(dtype, files);
  }

  private static Dtype dtype(Protobuf in, int type) {
    return switch (type) {
      case 1 -> Dtype.F32;
      case 2 -> Dtype.U8;
      case 3 -> Dtype.I8;
      case 6 -> Dtype.I32;
      case 7 -> Dtype.I64;
      case 9 -> Dtype.BOOL;
      case 10 -> Dtype.F16;
      case 11 -> Dtype.F64;
      case 16 -> Dtype.BF16;
      default ->
          throw new ModelFormatException(
              in.place(), "tensor type " + type, "float, double, half, int32, int64 or bool");
    };
  }

  private void field(Protobuf in, Dtype dtype) {
    switch (in.number()) {
      case 1 -> in.wholes(dims);
      case 3 -> throw new ModelFormatException(in.place(), "a segmented tensor", "a whole one");
      case 4, 10 -> in.fixed(typed, dtype.bytes());
      case 5, 7 -> in.varints(typed, dtype.bytes());
      case 8 -> name = in.text();
      case 9 -> raw = in.bytes();
      case 13 -> entry(in.message("external data"));
      case 14 -> isExternal = in.whole() == EXTERNAL;
      default -> in.skip();
    }
  }

  private void entry(Protobuf in) {
    String key = "";
    String value = "";
    while (in.next()) {
      switch (in.number()) {
        case 1 -> key = in.text();
        case 2 -> value = in.text();
        default -> in.skip();
      }
    }
    external.put(key, value);
  }

  private RawTensor build(Dtype dtype, ExternalData files) {
    long[] shape = dims.stream().mapToLong(Long::longValue).toArray();
    long bytes = RawTensor.bytes(name, dtype, shape);
    ByteBuffer data = raw;
    if (isExternal) {
      data = files.read(name, external, bytes);
    } else if (typed.size() > 0) {
      data = ByteBuffer.wrap(typed.toByteArray());
    }
    int[] sizes = dims.stream().mapToInt(Math::toIntExact).toArray();
    return new RawTensor(name, dtype, sizes, data);
  }
}
