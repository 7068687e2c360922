package io.flinklstm.models.pytorch;

import io.flinklstm.models.format.ModelFormatException;
import io.flinklstm.models.pytorch.Pickled.Dict;
import io.flinklstm.models.pytorch.Pickled.Sequence;
import io.flinklstm.models.pytorch.Pickled.Text;
import io.flinklstm.models.pytorch.Pickled.Whole;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a pickle's instructions on plain values alone: in one pass, without recursion, with every
 * length checked against the bytes left and every count against a cap.
 */
final class Unpickler {

  static final String MODULE =
      "this file holds a pickled module; save model.state_dict() or use safetensors";
  private static final String OBJECT =
      "this file holds a pickled object beside the weights; save model.state_dict() alone or use"
          + " safetensors";

  private static final int MAX_INSTRUCTIONS = 4 << 20;
  private static final int MAX_STACK = 1 << 16; // pickles fill containers a thousand at a time
  private static final int MAX_WHOLE_BYTES = 64;
  private static final Pickled MARK = new Sequence();

  private final ByteBuffer in;
  private final List<Pickled> stack = new ArrayList<>();
  private final Map<Integer, Pickled> memo = new HashMap<>();

  private Unpickler(ByteBuffer in) {
    this.in = in.order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Reads one pickle from the buffer's position and leaves the position after it. */
  static Pickled read(ByteBuffer in) {
    Unpickler unpickler = new Unpickler(in);
    for (int i = 0; i < MAX_INSTRUCTIONS; i++) {
      int instruction = unpickler.take(1).get() & 0xff;
      if (instruction == '.') {
        return unpickler.pop();
      }
      unpickler.run(instruction);
    }
    throw new ModelFormatException(
        "pickle", "more than " + MAX_INSTRUCTIONS + " instructions", "a state dict");
  }

  private void run(int instruction) {
    switch (instruction) {
      case 0x80 -> protocol(take(1).get());
      case 0x95 -> take(8); // FRAME: its length says nothing that the bytes do not
      case '(' -> push(MARK);
      case 'c' -> push(global(line(), line()));
      case 0x93 -> stackGlobal();
      case 'R' -> reduce();
      case 'Q' -> push(Globals.storage(pop()));
      case 'b' -> build();
      case '}' -> push(new Dict());
      case ']', ')' -> push(new Sequence());
      case 't', 'a', 'e', 0x85, 0x86, 0x87 -> sequence(instruction);
      case 's' -> put(popLast(2));
      case 'u' -> put(popToMark());
      case 'q', 'r', 0x94, 'h', 'j' -> remember(instruction);
      default -> push(constant(instruction));
    }
  }

  private Pickled constant(int instruction) {
    return switch (instruction) {
      case 'N' -> Pickled.None.NONE;
      case 0x88 -> Whole.of(1);
      case 0x89 -> Whole.of(0);
      case 'J' -> Whole.of(take(4).getInt());
      case 'K' -> Whole.of(take(1).get() & 0xff);
      case 'M' -> Whole.of(take(2).getShort() & 0xffff);
      case 0x8a -> whole(take(1).get() & 0xff);
      case 'G' -> new Pickled.Real(take(8).order(ByteOrder.BIG_ENDIAN).getDouble());
      case 'X' -> text(take(4).getInt() & 0xffffffffL);
      case 0x8c, 'U' -> text(take(1).get() & 0xff);
      default ->
          throw new ModelFormatException(
              "pickle byte " + (in.position() - 1),
              String.format("instruction 0x%02x", instruction),
              "those of a state dict alone");
    };
  }

  private void protocol(int version) {
    if (version < 2 || version > 5) {
      throw new ModelFormatException("pickle", "protocol " + version, "2 to 5");
    }
  }

  private ByteBuffer take(long length) {
    if (length > in.remaining()) {
      throw new ModelFormatException(
          "pickle byte " + in.position(), length + " bytes asked for", in.remaining() + " left");
    }
    ByteBuffer taken = in.slice(in.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
    in.position(in.position() + (int) length);
    return taken;
  }

  private Text text(long length) {
    return new Text(StandardCharsets.UTF_8.decode(take(length)).toString());
  }

  private Whole whole(int length) {
    if (length > MAX_WHOLE_BYTES) {
      throw new ModelFormatException(
          "pickle", "a number of " + length + " bytes", "at most " + MAX_WHOLE_BYTES);
    }
    ByteBuffer bytes = take(length);
    byte[] bigEndian = new byte[length];
    for (int i = 0; i < length; i++) {
      bigEndian[length - 1 - i] = bytes.get(i);
    }
    return length == 0 ? Whole.of(0) : new Whole(new BigInteger(bigEndian));
  }

  private String line() {
    int end = in.position();
    while (end < in.limit() && in.get(end) != '\n') {
      end++;
    }
    String line = StandardCharsets.UTF_8.decode(take(end - in.position())).toString();
    take(1);
    return line;
  }

  private Pickled.Global global(String module, String name) {
    String full = module + "." + name;
    if (!Globals.isKnown(full)) {
      throw new ModelFormatException("pickle", "global " + full, stack.isEmpty() ? MODULE : OBJECT);
    }
    return new Pickled.Global(full);
  }

  private void stackGlobal() {
    Pickled second = pop();
    Pickled first = pop();
    if (first instanceof Text module && second instanceof Text name) {
      push(global(module.value(), name.value()));
    } else {
      throw new ModelFormatException(
          "pickle: global", first.kind() + " and " + second.kind(), "two texts");
    }
  }

  // Both values are in variables before they are tested: where the second was fetched between the
  // tests, JDK 17's C2 took a global and a tuple for something else, once in a process.
  private void reduce() {
    Pickled arguments = pop();
    Pickled function = pop();
    if (function instanceof Pickled.Global global && arguments instanceof Sequence tuple) {
      push(Globals.call(global.name(), tuple.items));
    } else {
      throw new ModelFormatException(
          "pickle: call",
          function.kind() + " with " + arguments.kind(),
          "a known function with a tuple");
    }
  }

  /** Sets an object's attributes: only what PyTorch hangs on a state dict, which is not needed. */
  private void build() {
    pop();
    if (!(top() instanceof Dict)) {
      throw new ModelFormatException("pickle: attributes", "of a " + top().kind(), "of a dict");
    }
  }

  private void sequence(int instruction) {
    switch (instruction) {
      case 'a' -> append(popLast(1));
      case 'e' -> append(popToMark());
      default -> {
        Sequence tuple = new Sequence();
        tuple.items.addAll(instruction == 't' ? popToMark() : popLast(instruction - 0x84));
        push(tuple);
      }
    }
  }

  private void append(List<Pickled> items) {
    if (!(top() instanceof Sequence list)) {
      throw new ModelFormatException("pickle: append", "to a " + top().kind(), "to a list");
    }
    list.items.addAll(items);
  }

  private void put(List<Pickled> items) {
    if (!(top() instanceof Dict dict) || items.size() % 2 != 0) {
      throw new ModelFormatException("pickle: entries", "of a " + top().kind(), "pairs for a dict");
    }
    for (int i = 0; i < items.size(); i += 2) {
      dict.put(items.get(i), items.get(i + 1));
    }
  }

  private void remember(int instruction) {
    switch (instruction) {
      case 'q' -> memo.put(take(1).get() & 0xff, top());
      case 'r' -> memo.put(take(4).getInt(), top());
      case 0x94 -> memo.put(memo.size(), top());
      default -> {
        int index = instruction == 'h' ? take(1).get() & 0xff : take(4).getInt();
        Pickled value = memo.get(index);
        if (value == null) {
          throw new ModelFormatException("pickle: memo", "no entry " + index, "one put before");
        }
        push(value);
      }
    }
  }

  private void push(Pickled value) {
    if (stack.size() == MAX_STACK) {
      throw new ModelFormatException(
          "pickle byte " + in.position(), "more values waiting", "at most " + MAX_STACK);
    }
    stack.add(value);
  }

  private Pickled top() {
    if (stack.isEmpty() || stack.get(stack.size() - 1) == MARK) {
      throw new ModelFormatException("pickle byte " + in.position(), "an empty stack", "a value");
    }
    return stack.get(stack.size() - 1);
  }

  private Pickled pop() {
    Pickled top = top();
    stack.remove(stack.size() - 1);
    return top;
  }

  private List<Pickled> popLast(int count) {
    List<Pickled> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(0, pop());
    }
    return values;
  }

  private List<Pickled> popToMark() {
    int mark = stack.lastIndexOf(MARK);
    if (mark < 0) {
      throw new ModelFormatException("pickle byte " + in.position(), "no mark", "one before");
    }
    List<Pickled> above = stack.subList(mark + 1, stack.size());
    List<Pickled> values = new ArrayList<>(above);
    stack.subList(mark, stack.size()).clear();
    return values;
  }
}
