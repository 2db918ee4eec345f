package dev.anabranch.translate.internal.emit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.translate.internal.asl.AslMachine;
import dev.anabranch.translate.internal.asl.AslState;
import dev.anabranch.translate.internal.asl.AslState.Catcher;
import dev.anabranch.translate.internal.asl.AslState.Transition;
import dev.anabranch.translate.internal.asl.JsonataWriter;
import dev.anabranch.translate.internal.plan.Plan;
import dev.anabranch.translate.internal.plan.ResultDemand;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.OutsideValues;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Emits a loop: a Map over one item, whose iteration runs the rounds. So the rounds have their own input, as the items
 * of a fan-out do, with the round as the index. If not all rounds fit into one execution, the Map is distributed, and
 * is entered again until the loop has ended. Its result has the number of rounds; what they returned is in records.
 */
final class RepeatEmitter {

    private final Plan plan;
    private final ResultDemand demand;
    private final StateNames names;
    private final ValueExpressions values;
    private final BodyVariant variant;
    private final List<Catcher> catchers;

    RepeatEmitter(
            Plan plan,
            ResultDemand demand,
            StateNames names,
            ValueExpressions values,
            BodyVariant variant,
            List<Catcher> catchers) {
        this.plan = plan;
        this.demand = demand;
        this.names = names;
        this.values = values;
        this.variant = variant;
        this.catchers = catchers;
    }

    /**
     * Emits the states of a loop.
     *
     * @param variable the variable for its result
     * @param rounds emits the machine that runs rounds
     */
    MachineFragment emit(
            Node.Repeat repeat, String variable, String next, Function<ValueExpressions, AslMachine> rounds) {
        ValueExpressions inside = values.body(OutsideValues.ofRounds(repeat), 0, Optional.empty());
        ObjectNode with = values.captures(inside);
        if (plan.repeat(repeat).inChildren()) {
            return inChildren(repeat, variable, next, rounds.apply(inside), with);
        }
        ObjectNode assign = Translator.none();
        if (demand.isUsed(repeat.id())) {
            assign.set(variable, result());
        }
        AslState map = new AslState.InlineMap(
                one(),
                ScopeFrame.rounds(values.frame(), with, IntNode.valueOf(0)),
                1,
                rounds.apply(inside),
                assign,
                ScopeFrame.ALL,
                catchers,
                Transition.to(next));
        return MachineFragment.of(variant.state(names, repeat.id()), map);
    }

    private MachineFragment inChildren(
            Node.Repeat repeat, String variable, String next, AslMachine rounds, ObjectNode with) {
        String map = variant.state(names, repeat.id());
        String decide = names.state(variant.name("rounds of " + repeat.id()), repeat.id());
        ObjectNode first = Translator.none();
        first.putObject(variable).put("count", 0);
        ObjectNode counted = Translator.none();
        counted.set(variable, result());
        AslState start = new AslState.Pass(first, ScopeFrame.ALL, Transition.to(map));
        AslState children = new AslState.DistributedMap(
                names.label(variant.modes().isEmpty() ? repeat.id() : repeat.id() + "_" + variant.modes()),
                one(),
                ScopeFrame.rounds(values.frame(), with, JsonataWriter.of("$" + variable + ".count")),
                Optional.empty(),
                1,
                false,
                0,
                rounds,
                Optional.empty(),
                counted,
                ScopeFrame.ALL,
                catchers,
                Transition.to(decide));
        AslState choice = new AslState.Choice(
                List.of(new AslState.Rule(JsonataWriter.text("$" + variable + ".done"), next)), map);
        return MachineFragment.of(names.state(variant.name("start of " + repeat.id()), repeat.id()), start)
                .and(MachineFragment.of(map, children), MachineFragment.of(decide, choice));
    }

    /** Returns the items of a Map with one iteration. */
    private static ArrayNode one() {
        return JsonNodeFactory.instance.arrayNode().add(0);
    }

    private static JsonNode result() {
        return JsonataWriter.of("$states.result[0]");
    }
}
