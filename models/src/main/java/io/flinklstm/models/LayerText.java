package io.flinklstm.models;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.flinklstm.core.ActivationFunction;
import io.flinklstm.core.LayerDescription;
import io.flinklstm.core.LayerDescription.Activation;
import io.flinklstm.core.LstmOptions;
import io.flinklstm.models.format.JsonObject;

/** Writes one layer as the bundle's JSON: what is as usual is left out. */
final class LayerText {

  private LayerText() {}

  static ObjectNode of(LayerDescription layer) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    if (layer instanceof LayerDescription.Lstm lstm) {
      stack(json, "lstm", layer, lstm.hidden(), lstm.layers());
      options(json, lstm.options());
    } else if (layer instanceof LayerDescription.Gru gru) {
      stack(json, "gru", layer, gru.hidden(), gru.layers());
      json.put("reset", JsonObject.spell(gru.options().reset()));
      clip(json, "gate_clip", gru.options().gateClip());
      unusual(json, "gate", gru.options().gate(), Activation.SIGMOID);
      unusual(json, "candidate", gru.options().candidate(), Activation.TANH);
    } else if (layer instanceof LayerDescription.Rnn rnn) {
      stack(json, "rnn", layer, rnn.hidden(), rnn.layers());
      function(json, "activation", rnn.activation());
      clip(json, "clip", rnn.clip());
    } else if (layer instanceof LayerDescription.Linear linear) {
      named(json, "linear", layer).put("output", linear.output());
      json.put("activation", JsonObject.spell(linear.activation()));
    } else {
      column(json, layer);
    }
    return json;
  }

  private static void column(ObjectNode json, LayerDescription layer) {
    if (layer instanceof LayerDescription.Activate activate) {
      json.put("type", "activation").put("input", layer.input());
      function(json, "activation", activate.function());
    } else if (layer instanceof LayerDescription.LayerNorm norm) {
      named(json, "layer-norm", layer).put("epsilon", norm.epsilon());
    } else if (layer instanceof LayerDescription.BatchNorm norm) {
      named(json, "batch-norm", layer).put("epsilon", norm.epsilon());
    } else if (layer instanceof LayerDescription.Embedding embedding) {
      named(json, "embedding", layer).put("column", embedding.column());
      json.put("vocabulary", embedding.vocabulary()).put("dimension", embedding.dimension());
    } else if (layer instanceof LayerDescription.OneHot oneHot) {
      json.put("type", "one-hot").put("input", layer.input()).put("column", oneHot.column());
      json.put("size", oneHot.size()).put("ignore_unknown", oneHot.ignoreUnknown());
    } else {
      window(json, layer);
    }
  }

  private static void window(ObjectNode json, LayerDescription layer) {
    if (layer instanceof LayerDescription.Bidirectional both) {
      json.put("type", "bidirectional").put("merge", JsonObject.spell(both.merge()));
      json.put("final_only", both.finalOnly()).set("layer", of(both.layer()));
    } else if (layer instanceof LayerDescription.Reverse reverse) {
      json.put("type", "reverse").put("input_order", reverse.inputOrder());
      json.set("layer", of(reverse.layer()));
    } else if (layer instanceof LayerDescription.Repeat repeat) {
      json.put("type", "repeat").put("input", layer.input()).put("times", repeat.times());
    } else {
      json.put("type", "last-step").put("input", layer.input());
    }
  }

  private static ObjectNode named(ObjectNode json, String type, LayerDescription layer) {
    return json.put("type", type).put("prefix", layer.prefix()).put("input", layer.input());
  }

  private static void stack(
      ObjectNode json, String type, LayerDescription layer, int hidden, int layers) {
    named(json, type, layer).put("hidden", hidden).put("layers", layers);
  }

  private static void options(ObjectNode json, LstmOptions options) {
    if (options.projection() > 0) {
      json.put("projection", options.projection());
    }
    if (options.peepholes()) {
      json.put("peepholes", true);
    }
    if (options.coupled()) {
      json.put("coupled", true);
    }
    clip(json, "cell_clip", options.cellClip());
    clip(json, "projection_clip", options.projectionClip());
    clip(json, "gate_clip", options.gateClip());
    unusual(json, "gate", options.gate(), Activation.SIGMOID);
    unusual(json, "candidate", options.candidate(), Activation.TANH);
    unusual(json, "cell_output", options.output(), Activation.TANH);
  }

  private static void clip(ObjectNode json, String name, float clip) {
    if (clip < Float.POSITIVE_INFINITY) {
      json.put(name, clip);
    }
  }

  private static void unusual(
      ObjectNode json, String name, ActivationFunction function, Activation usual) {
    if (!function.equals(ActivationFunction.of(usual))) {
      function(json, name, function);
    }
  }

  private static void function(ObjectNode json, String name, ActivationFunction function) {
    if (function.equals(ActivationFunction.of(function.form()))) {
      json.put(name, JsonObject.spell(function.form()));
    } else {
      json.putObject(name)
          .put("form", JsonObject.spell(function.form()))
          .put("alpha", function.alpha())
          .put("beta", function.beta());
    }
  }
}
