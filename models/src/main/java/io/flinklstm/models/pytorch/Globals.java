package io.flinklstm.models.pytorch;

import io.flinklstm.models.format.Dtype;
import io.flinklstm.models.format.ModelFormatException;
import io.flinklstm.models.pytorch.Pickled.Dict;
import io.flinklstm.models.pytorch.Pickled.Sequence;
import io.flinklstm.models.pytorch.Pickled.Storage;
import io.flinklstm.models.pytorch.Pickled.Text;
import io.flinklstm.models.pytorch.Pickled.View;
import io.flinklstm.models.pytorch.Pickled.Whole;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The names a pickle may use, and what each of them means here. */
final class Globals {

  private static final String ORDERED_DICT = "collections.OrderedDict";
  private static final String TENSOR = "torch._utils._rebuild_tensor_v2";
  private static final String PARAMETER = "torch._utils._rebuild_parameter";
  private static final String SIZE = "torch.Size";
  private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);

  private static final Map<String, Dtype> STORAGES =
      Map.of(
          "torch.FloatStorage", Dtype.F32,
          "torch.DoubleStorage", Dtype.F64,
          "torch.HalfStorage", Dtype.F16,
          "torch.BFloat16Storage", Dtype.BF16,
          "torch.LongStorage", Dtype.I64,
          "torch.IntStorage", Dtype.I32,
          "torch.ShortStorage", Dtype.I16,
          "torch.CharStorage", Dtype.I8,
          "torch.ByteStorage", Dtype.U8,
          "torch.BoolStorage", Dtype.BOOL);

  private static final Set<String> FUNCTIONS = Set.of(ORDERED_DICT, TENSOR, PARAMETER, SIZE);

  private Globals() {}

  static boolean isKnown(String name) {
    return FUNCTIONS.contains(name) || STORAGES.containsKey(name);
  }

  /** Calls a name with arguments, which for these names means building a plain value. */
  static Pickled call(String name, List<Pickled> arguments) {
    if (name.equals(ORDERED_DICT) && arguments.isEmpty()) {
      return new Dict();
    } else if (name.equals(TENSOR) && arguments.size() >= 4) {
      return view(arguments);
    } else if (name.equals(PARAMETER) && arguments.size() == 3) {
      return arguments.get(0);
    } else if (name.equals(SIZE) && arguments.size() == 1) {
      return arguments.get(0);
    }
    throw new ModelFormatException(
        "pickle: call of " + name, arguments.size() + " arguments", "those that torch.save writes");
  }

  private static View view(List<Pickled> arguments) {
    if (arguments.get(0) instanceof Storage storage) {
      return new View(
          storage,
          whole(arguments.get(1), "a tensor's offset"),
          wholes(arguments.get(2), "a tensor's sizes"),
          wholes(arguments.get(3), "a tensor's strides"));
    }
    throw new ModelFormatException("pickle: tensor", arguments.get(0).kind(), "a storage");
  }

  /** A persistent id: {@code ('storage', type, key, location, elements)} and perhaps a view. */
  static Storage storage(Pickled id) {
    if (id instanceof Sequence tuple
        && (tuple.items.size() == 5 || tuple.items.size() == 6)
        && tuple.items.get(0) instanceof Text tag
        && tag.value().equals("storage")
        && tuple.items.get(1) instanceof Pickled.Global type
        && tuple.items.get(2) instanceof Text key
        && STORAGES.containsKey(type.name())) {
      long elements = whole(tuple.items.get(4), "a storage's elements");
      Pickled part = tuple.items.size() == 6 ? tuple.items.get(5) : Pickled.None.NONE;
      return part(STORAGES.get(type.name()), key.value(), elements, part);
    }
    throw new ModelFormatException("pickle: persistent id", id.kind(), "a tensor's storage");
  }

  private static Storage part(Dtype dtype, String key, long elements, Pickled part) {
    if (part == Pickled.None.NONE) {
      return new Storage(dtype, key, elements, 0, elements);
    }
    if (part instanceof Sequence view && view.items.size() == 3) {
      long offset = whole(view.items.get(1), "a storage view's offset");
      long length = whole(view.items.get(2), "a storage view's size");
      if (offset <= elements && length <= elements - offset) {
        return new Storage(dtype, key, elements, offset, length);
      }
    }
    throw new ModelFormatException(
        "pickle: storage " + key, "a view that leaves it", "offset and size within " + elements);
  }

  static long whole(Pickled value, String what) {
    if (value instanceof Whole whole
        && whole.value().signum() >= 0
        && whole.value().compareTo(LONG_MAX) <= 0) {
      return whole.value().longValue();
    }
    throw new ModelFormatException("pickle: " + what, value, "a whole number of at least 0");
  }

  private static long[] wholes(Pickled value, String what) {
    if (value instanceof Sequence tuple) {
      return tuple.items.stream().mapToLong(item -> whole(item, what)).toArray();
    }
    throw new ModelFormatException("pickle: " + what, value.kind(), "a tuple of whole numbers");
  }
}
