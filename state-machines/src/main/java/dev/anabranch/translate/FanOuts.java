package dev.anabranch.translate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.anabranch.asl.Jsonata;
import dev.anabranch.asl.State;
import dev.anabranch.asl.State.Catcher;
import dev.anabranch.asl.State.Transition;
import dev.anabranch.asl.StateMachine;
import dev.anabranch.graph.FanOutOptions;
import dev.anabranch.graph.Node;
import dev.anabranch.graph.References;
import dev.anabranch.plan.FanOutPlan;
import dev.anabranch.plan.Plan;
import dev.anabranch.plan.Quotas;
import dev.anabranch.plan.Shard;
import dev.anabranch.plan.Uses;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes a fan-out: a choice by width, and a Map for each mode that it may run in. Nothing comes out of a Map: results are records. */
final class FanOuts {

    private final Plan plan;
    private final Uses uses;
    private final Names names;
    private final Values values;
    private final Copy copy;
    private final List<Catcher> catchers;
    private final Body body;

    /** Writes a copy of a fan-out's body. */
    interface Body {
        StateMachine emit(Node.FanOut fanOut, Values inside, Copy which);
    }

    FanOuts(Plan plan, Uses uses, Names names, Values values, Copy copy, List<Catcher> catchers, Body body) {
        this.plan = plan;
        this.uses = uses;
        this.names = names;
        this.values = values;
        this.copy = copy;
        this.catchers = catchers;
        this.body = body;
    }

    Fragment emit(Node.FanOut fanOut, String next) {
        FanOutPlan modes = plan.fanOut(fanOut.id());
        String list = values.expression(uses.listOf(fanOut.id()));
        List<State.Rule> rules = new ArrayList<>();
        rules.add(new State.Rule(Jsonata.text(list + ".count = 0"), next));
        List<Fragment> maps = new ArrayList<>();
        if (modes.inlineWidth() > 0) {
            Fragment inline = inline(fanOut, modes, list, next);
            rules.add(new State.Rule(Jsonata.text("$exists(" + list + ".items)"), inline.entry()));
            maps.add(inline);
        }
        Fragment wide = modes.shard()
                .map(shard -> distributed(fanOut, shard, list, next))
                .orElseGet(() -> tooWide(fanOut));
        maps.add(wide);
        State choice = new State.Choice(rules, wide.entry());
        return Fragment.of(names.state(copy.name("width of " + fanOut.id()), fanOut.id()), choice)
                .and(maps.toArray(Fragment[]::new));
    }

    private Values inside(Node.FanOut fanOut) {
        FanOutOptions options = fanOut.options();
        return values.body(References.of(fanOut.body(), fanOut), options.batch() > 1 ? options.threadsAtOnce() : 0);
    }

    /** What a Map iterates over: the items, or batches of them. */
    private static TextNode units(String items, int batch) {
        return batch > 1 ? Jsonata.of("$partition(" + items + ", " + batch + ")") : Jsonata.of(items);
    }

    private Fragment inline(Node.FanOut fanOut, FanOutPlan modes, String list, String next) {
        Values inside = inside(fanOut);
        ObjectNode with = values.captures(inside);
        int batch = fanOut.options().batch();
        State map = new State.InlineMap(
                units(list + ".items", batch),
                batch > 1 ? Frame.batchIteration(values.frame(), with, batch) : Frame.iteration(values.frame(), with),
                modes.inlineConcurrency(),
                body.emit(fanOut, inside, copy.inline()),
                Frame.ALL,
                catchers,
                Transition.to(next));
        return Fragment.of(copy.state(names, fanOut.id()), map);
    }

    private Fragment distributed(Node.FanOut fanOut, Shard shard, String list, String next) {
        Values inside = inside(fanOut);
        ObjectNode with = values.captures(inside);
        Copy which = copy.distributed();
        boolean batches = plan.target().hasItemBatcher();
        String label = names.label(which.modes().length() > 1 ? fanOut.id() + "_" + which.modes() : fanOut.id());
        State map = new State.DistributedMap(
                label,
                reader(list),
                batches
                        ? Frame.batchItem()
                        : Frame.single(values.frame(), with, fanOut.options().batch() > 1),
                batches ? Optional.of(batcher(shard, with)) : Optional.empty(),
                shard.outer(),
                shard.express(),
                0,
                batches ? shard(fanOut, shard, inside, which) : body.emit(fanOut, inside, which),
                plan.target().hasResultWriter() ? Optional.of(writer(label)) : Optional.empty(),
                Frame.ALL,
                catchers,
                Transition.to(next));
        return Fragment.of(names.state(which.name(fanOut.id()), fanOut.id()), map);
    }

    private static ObjectNode reader(String list) {
        ObjectNode reader = Translator.none();
        reader.put("Resource", "arn:aws:states:::s3:getObject");
        reader.putObject("ReaderConfig").put("InputType", "JSON");
        reader.putObject("Arguments").put("Bucket", Translator.BUCKET).set("Key", Jsonata.of(list + ".itemsRef"));
        return reader;
    }

    private ObjectNode batcher(Shard shard, ObjectNode with) {
        ObjectNode batcher = Translator.none();
        batcher.put("MaxItemsPerBatch", shard.batch());
        batcher.put("MaxInputBytesPerBatch", Quotas.SHARD_BYTES);
        batcher.set("BatchInput", Frame.batchInput(values.frame(), with));
        return batcher;
    }

    private static ObjectNode writer(String label) {
        ObjectNode writer = Translator.none();
        writer.put("Resource", "arn:aws:states:::s3:putObject");
        writer.putObject("WriterConfig").put("OutputType", "JSON").put("Transformation", "COMPACT");
        writer.putObject("Arguments")
                .put("Bucket", Translator.BUCKET)
                .set("Prefix", Jsonata.of("'runs/' & " + Frame.RUN + ".id & '/map-runs/" + label + "'"));
        return writer;
    }

    /** A child that runs an inline Map over its batch of items. */
    private StateMachine shard(Node.FanOut fanOut, Shard shard, Values inside, Copy which) {
        State inner = new State.InlineMap(
                units("$states.input.Items", fanOut.options().batch()),
                Frame.shardIteration(
                        !values.captures(inside).isEmpty(), fanOut.options().batch() > 1),
                shard.inner(),
                body.emit(fanOut, inside, which),
                Translator.none(),
                List.of(),
                Transition.END);
        return Fragment.of(names.state(which.name("shard of " + fanOut.id()), fanOut.id()), inner)
                .machine();
    }

    /** Where the user promised a width and the list is wider. */
    private Fragment tooWide(Node.FanOut fanOut) {
        return Fragment.of(
                names.state(copy.name("too wide: " + fanOut.id()), fanOut.id()),
                new State.Fail(
                        "Anabranch.TooWide",
                        "The list of `" + fanOut.id() + "` has more items than the "
                                + fanOut.options().atMost().orElse(0) + " that atMost(...) promised."));
    }
}
