package dev.anabranch.translate.internal.emit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.runtime.internal.action.Relay;
import dev.anabranch.runtime.internal.wire.ErrorNames;
import dev.anabranch.runtime.internal.wire.FailureOrigin;
import dev.anabranch.translate.internal.asl.AslState;
import dev.anabranch.translate.internal.asl.AslState.Transition;
import dev.anabranch.translate.internal.asl.JsonataWriter;
import dev.anabranch.translate.internal.plan.RepeatPlan;
import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Emits the states that follow the body in a round of a loop and decide what comes next. */
final class RoundEmitter {

    /** A name that can be a step of a path without escapes. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private static final String ROUNDS = "$states.input.index + 1";

    private final RepeatPlan rounds;
    private final Node.Repeat repeat;
    private final StateNames names;
    private final ValueExpressions values;
    private final BodyVariant variant;
    private final String next;
    private final String done;
    private final String tooMany;
    private final String failure;
    private final Optional<String> share;
    private final Optional<String> pause;

    /**
     * Creates an emitter.
     *
     * @param failure the state that records failures
     */
    RoundEmitter(
            RepeatPlan rounds,
            Node.Repeat repeat,
            StateNames names,
            ValueExpressions values,
            BodyVariant variant,
            String failure) {
        this.rounds = rounds;
        this.repeat = repeat;
        this.names = names;
        this.values = values;
        this.variant = variant;
        this.failure = failure;
        this.next = name("next round of ");
        this.done = name("last round of ");
        this.tooMany = name("too many rounds of ");
        this.share = rounds.inChildren() ? Optional.of(name("rounds here of ")) : Optional.empty();
        this.pause = repeat.everySeconds() > 0 ? Optional.of(name("pause of ")) : Optional.empty();
    }

    private String name(String prefix) {
        return names.state(variant.name(prefix + repeat.id()), repeat.id());
    }

    /**
     * Emits the states that evaluate the condition. A field of what the body returned is read here if it travels
     * inline; otherwise the call reads it that the plan added.
     *
     * @param calls emits the calls of the condition, and is given the state that follows them
     */
    MachineFragment decided(List<Node> until, Function<String, MachineFragment> calls) {
        String condition = values.expression(((Expr.Result) repeat.until().output()).node()) + ".v = true";
        String limit = name("limit of ");
        List<AslState.Rule> rules = new ArrayList<>();
        rules.add(rule(condition, done));
        rules.add(rule(ROUNDS + " >= " + repeat.atMost().orElseThrow(), tooMany));
        MachineFragment after = MachineFragment.of(limit, new AslState.Choice(rules, afterRound()));
        if (until.isEmpty()) {
            return after;
        }
        MachineFragment called = calls.apply(limit);
        return inlineField(until)
                .map(field -> MachineFragment.of(
                                name("until of "),
                                new AslState.Choice(
                                        List.of(
                                                rule(field.isInline() + " and " + field.path() + " = true", done),
                                                rule(
                                                        field.isInline() + " and " + ROUNDS + " < "
                                                                + repeat.atMost()
                                                                        .orElseThrow(),
                                                        afterRound()),
                                                rule(field.isInline(), tooMany)),
                                        called.entry()))
                        .and(called, after))
                .orElseGet(() -> called.and(after));
    }

    /** Emits the states that begin the next round with {@code body}, or end the machine. */
    MachineFragment next(String body) {
        MachineFragment states = MachineFragment.of(
                        done, new AslState.Pass(Translator.none(), ended(true), Transition.END))
                .and(MachineFragment.of(tooMany, tooMany()))
                .and(MachineFragment.of(
                        next,
                        new AslState.Pass(
                                Translator.none(),
                                JsonataWriter.of("$merge([$states.input, {'index': " + ROUNDS + "}])"),
                                Transition.to(body))));
        if (pause.isPresent()) {
            states = states.and(MachineFragment.of(pause.get(), waiting(share.orElse(next))));
        }
        if (share.isPresent()) {
            String enough = name("enough rounds of ");
            states = states.and(
                    MachineFragment.of(
                            share.get(),
                            new AslState.Choice(
                                    List.of(rule("(" + ROUNDS + ") % " + rounds.rounds() + " = 0", enough)), next)),
                    MachineFragment.of(enough, new AslState.Pass(Translator.none(), ended(false), Transition.END)));
        }
        return states;
    }

    private String afterRound() {
        return pause.or(() -> share).orElse(next);
    }

    /** Returns the pause after a round. There is none after a round whose result was reused. */
    private AslState waiting(String following) {
        return new AslState.Wait(
                JsonataWriter.of("$fromMillis($toMillis($states.context.State.EnteredTime) + ($exists("
                        + values.expression(repeat.state()) + ".reused) ? 0 : " + repeat.everySeconds() * 1_000 + "))"),
                ScopeFrame.ALL,
                Transition.to(following));
    }

    private static ObjectNode ended(boolean done) {
        ObjectNode result = Translator.none();
        result.set("count", JsonataWriter.of(ROUNDS));
        return result.put("done", done);
    }

    /** Returns the state that passes the failure of the loop on to the states that record failures. */
    private AslState tooMany() {
        String message = FailureOrigin.tooManyRounds(repeat.id())
                + repeat.atMost().orElseThrow() + (repeat.atMost().orElseThrow() == 1 ? " round" : " rounds")
                + ", the limit of atMost(...), and its condition still does not hold.";
        return new AslState.Pass(
                Translator.none(),
                JsonataWriter.of("$merge([$states.input, {'failure': {'node': " + JsonataWriter.string(repeat.limit())
                        + ", 'error': '" + ErrorNames.TOO_MANY_ROUNDS + "', 'cause': " + JsonataWriter.string(message)
                        + "}}])"),
                Transition.to(failure));
    }

    private static AslState.Rule rule(String condition, String state) {
        return new AslState.Rule(JsonataWriter.text(condition), state);
    }

    /** A field of a result that the state machine may have inline. */
    private record InlineField(String result, String path) {
        String isInline() {
            return "$type(" + result + ".v) = 'object'";
        }
    }

    /** Returns the field that the only call of the condition reads; empty if it is any other call. */
    private Optional<InlineField> inlineField(List<Node> until) {
        if (until.size() != 1
                || !(until.get(0) instanceof Node.Call call)
                || !call.task().className().equals(Relay.class.getName())
                || !(call.input() instanceof Expr.Field field)
                || !(field.of() instanceof Expr.Result result)
                || !result.node().equals(repeat.state())
                || !NAME.matcher(field.name()).matches()) {
            return Optional.empty();
        }
        String variable = values.expression(result.node());
        return Optional.of(new InlineField(variable, variable + ".v.`" + field.name() + "`"));
    }
}
