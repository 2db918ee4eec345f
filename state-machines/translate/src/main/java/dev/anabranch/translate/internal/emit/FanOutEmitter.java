package dev.anabranch.translate.internal.emit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.anabranch.translate.internal.asl.AslMachine;
import dev.anabranch.translate.internal.asl.AslState;
import dev.anabranch.translate.internal.asl.AslState.Catcher;
import dev.anabranch.translate.internal.asl.AslState.Transition;
import dev.anabranch.translate.internal.asl.JsonataWriter;
import dev.anabranch.translate.internal.plan.FanOutPlan;
import dev.anabranch.translate.internal.plan.Plan;
import dev.anabranch.translate.internal.plan.PlanMargins;
import dev.anabranch.translate.internal.plan.ResultDemand;
import dev.anabranch.translate.internal.plan.Shard;
import dev.anabranch.workflow.internal.graph.FanOutOptions;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.OutsideValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Emits a fan-out: a Choice by width, and a Map for each mode. A Map has no output, because results are read from
 * records. A rerun skips a fan-out whose first successes it adopts.
 */
final class FanOutEmitter {

    private final Plan plan;
    private final ResultDemand demand;
    private final StateNames names;
    private final ValueExpressions values;
    private final BodyVariant variant;
    private final List<Catcher> catchers;
    private final Body body;
    private final Adoption adoption;
    /** The state that follows an early end of the fan-out. */
    private String ended = "";

    /** Emits the state that adopts the first successes of a fan-out. */
    interface Adoption {
        AslState emit(Node.Call first, String next);
    }

    /** Emits one variant of a fan-out's body. */
    interface Body {
        AslMachine emit(Node.FanOut fanOut, ValueExpressions inside, BodyVariant bodyVariant);
    }

    FanOutEmitter(
            Plan plan,
            ResultDemand demand,
            StateNames names,
            ValueExpressions values,
            BodyVariant variant,
            List<Catcher> catchers,
            Body body,
            Adoption adoption) {
        this.plan = plan;
        this.demand = demand;
        this.names = names;
        this.values = values;
        this.variant = variant;
        this.catchers = catchers;
        this.body = body;
        this.adoption = adoption;
    }

    MachineFragment emit(Node.FanOut fanOut, String next) {
        FanOutPlan modes = plan.fanOut(fanOut.id());
        String list = values.expression(demand.listOf(fanOut.id()));
        List<AslState.Rule> rules = new ArrayList<>();
        List<MachineFragment> maps = new ArrayList<>();
        Optional<MachineFragment> stop = demand.stops()
                .of(Plan.earlyEnd(fanOut))
                .map(call -> MachineFragment.of(
                        names.state(variant.name(call.call().id()), fanOut.id()),
                        StopEmitter.afterEarlyEnd(plan, call, fanOut, values, next)));
        ended = stop.map(MachineFragment::entry).orElse(next);
        if (modes.inlineWidth() > 0) {
            MachineFragment inline = inline(fanOut, modes, list, next);
            rules.add(new AslState.Rule(JsonataWriter.text("$exists(" + list + ".items)"), inline.entry()));
            maps.add(inline);
        }
        MachineFragment wide = modes.shard()
                .map(shard -> distributed(fanOut, shard, list, next))
                .orElseGet(() -> tooWide(fanOut));
        maps.add(wide);
        stop.ifPresent(maps::add);
        String width = names.state(variant.name("width of " + fanOut.id()), fanOut.id());
        if (fanOut.options().successes().isPresent()) {
            // Without enough items for the needed successes, the call that returns them fails the run.
            String tooFew = list + ".count < " + fanOut.options().successes().getAsInt();
            maps.add(adopted(fanOut, rules, wide.entry(), next));
            rules.add(0, rule(EarlyEndEmitter.RERUN, maps.get(maps.size() - 1).entry()));
            rules.add(0, rule(tooFew, next));
        } else {
            rules.add(0, rule(list + ".count = 0", next));
        }
        return MachineFragment.of(width, new AslState.Choice(rules, wide.entry()))
                .and(maps.toArray(MachineFragment[]::new));
    }

    private static AslState.Rule rule(String condition, String next) {
        return new AslState.Rule(JsonataWriter.text(condition), next);
    }

    /** Emits the states that skip a fan-out in a rerun that adopts its first successes. */
    private MachineFragment adopted(Node.FanOut fanOut, List<AslState.Rule> modes, String wide, String next) {
        Node.Call first = demand.check(fanOut.id()).orElseThrow();
        String deciding = names.state(variant.name("whether " + fanOut.id() + " runs"), fanOut.id());
        List<AslState.Rule> rules = new ArrayList<>(modes);
        rules.add(0, rule(EarlyEndEmitter.ADOPTED, next));
        return MachineFragment.of(
                        names.state(variant.name("adopt " + first.id()), first.id()), adoption.emit(first, deciding))
                .and(MachineFragment.of(deciding, new AslState.Choice(rules, wide)));
    }

    private ValueExpressions inside(Node.FanOut fanOut) {
        FanOutOptions options = fanOut.options();
        return values.body(
                OutsideValues.of(fanOut.body(), fanOut),
                options.batch() > 1 ? options.threadsAtOnce() : 0,
                options.label());
    }

    /** Returns what the body uses from this scope, including what its states need to end the fan-out early. */
    private ObjectNode captures(Node.FanOut fanOut, ValueExpressions inside) {
        ObjectNode with = values.captures(inside);
        demand.check(fanOut.id())
                .ifPresent(check -> with.set(
                        EarlyEndEmitter.LIMIT,
                        EarlyEndEmitter.limit(
                                values.frame(), check.id(), values.expression(demand.listOf(fanOut.id())) + ".count")));
        return with;
    }

    private List<Catcher> catchers(Node.FanOut fanOut, boolean distributed) {
        return demand.check(fanOut.id()).isEmpty()
                ? catchers
                : Stream.concat(Stream.of(EarlyEndEmitter.ended(distributed, ended)), catchers.stream())
                        .toList();
    }

    /** Returns the expression for the items of a Map: the items of the list or batches of them. */
    private static TextNode units(String items, int batch) {
        return batch > 1 ? JsonataWriter.of("$partition(" + items + ", " + batch + ")") : JsonataWriter.of(items);
    }

    private MachineFragment inline(Node.FanOut fanOut, FanOutPlan modes, String list, String next) {
        ValueExpressions inside = inside(fanOut);
        ObjectNode with = captures(fanOut, inside);
        int batch = fanOut.options().batch();
        AslState map = new AslState.InlineMap(
                units(list + ".items", batch),
                batch > 1
                        ? ScopeFrame.batchIteration(values.frame(), with, batch)
                        : inside.frame().selector(values.frame(), with),
                modes.inlineConcurrency(),
                body.emit(fanOut, inside, variant.inline()),
                Translator.none(),
                ScopeFrame.ALL,
                catchers(fanOut, false),
                Transition.to(next));
        return MachineFragment.of(variant.state(names, fanOut.id()), map);
    }

    private MachineFragment distributed(Node.FanOut fanOut, Shard shard, String list, String next) {
        ValueExpressions inside = inside(fanOut);
        ObjectNode with = captures(fanOut, inside);
        BodyVariant bodyVariant = variant.distributed();
        boolean batches = plan.target().hasItemBatcher();
        String label =
                names.label(bodyVariant.modes().length() > 1 ? fanOut.id() + "_" + bodyVariant.modes() : fanOut.id());
        AslState map = new AslState.DistributedMap(
                label,
                reader(list),
                batches ? ScopeFrame.batchItem() : inside.frame().single(values.frame(), with),
                batches ? Optional.of(batcher(shard, with)) : Optional.empty(),
                shard.childConcurrency(),
                shard.express(),
                0,
                batches ? shard(fanOut, shard, inside, bodyVariant) : body.emit(fanOut, inside, bodyVariant),
                plan.target().hasResultWriter() ? Optional.of(writer(label)) : Optional.empty(),
                Translator.none(),
                ScopeFrame.ALL,
                catchers(fanOut, true),
                Transition.to(next));
        return MachineFragment.of(names.state(bodyVariant.name(fanOut.id()), fanOut.id()), map);
    }

    private static ObjectNode reader(String list) {
        ObjectNode reader = Translator.none();
        reader.put("Resource", "arn:aws:states:::s3:getObject");
        reader.putObject("ReaderConfig").put("InputType", "JSON");
        reader.putObject("Arguments").put("Bucket", Translator.BUCKET).set("Key", JsonataWriter.of(list + ".itemsRef"));
        return reader;
    }

    private ObjectNode batcher(Shard shard, ObjectNode with) {
        ObjectNode batcher = Translator.none();
        batcher.put("MaxItemsPerBatch", shard.batch());
        batcher.put("MaxInputBytesPerBatch", PlanMargins.SHARD_BYTES);
        batcher.set("BatchInput", ScopeFrame.batchInput(values.frame(), with));
        return batcher;
    }

    private static ObjectNode writer(String label) {
        ObjectNode writer = Translator.none();
        writer.put("Resource", "arn:aws:states:::s3:putObject");
        writer.putObject("WriterConfig").put("OutputType", "JSON").put("Transformation", "COMPACT");
        writer.putObject("Arguments")
                .put("Bucket", Translator.BUCKET)
                .set("Prefix", JsonataWriter.of("'runs/' & " + ScopeFrame.RUN + ".id & '/map-runs/" + label + "'"));
        return writer;
    }

    /** Emits a child machine that runs an inline Map over its batch of items. */
    private AslMachine shard(Node.FanOut fanOut, Shard shard, ValueExpressions inside, BodyVariant bodyVariant) {
        AslState inner = new AslState.InlineMap(
                units("$states.input.Items", fanOut.options().batch()),
                inside.frame()
                        .shardIteration(
                                values.frame(), !captures(fanOut, inside).isEmpty()),
                shard.itemConcurrency(),
                body.emit(fanOut, inside, bodyVariant),
                Translator.none(),
                Translator.none(),
                List.of(),
                Transition.END);
        return MachineFragment.of(names.state(bodyVariant.name("shard of " + fanOut.id()), fanOut.id()), inner)
                .machine();
    }

    /** Emits the failure for a list that is longer than the user promised. */
    private MachineFragment tooWide(Node.FanOut fanOut) {
        return MachineFragment.of(
                names.state(variant.name("too wide: " + fanOut.id()), fanOut.id()),
                new AslState.Fail(
                        "Anabranch.TooWide",
                        "The list of `" + fanOut.id() + "` has more items than the "
                                + fanOut.options().atMost().orElse(0) + " that atMost(...) promised."));
    }
}
