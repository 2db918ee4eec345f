package dev.anabranch.workflow.internal.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.anabranch.runtime.internal.wire.FailureOrigin;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** A node of the graph. */
public sealed interface Node {

    /** The maximum length of a name. A state's name has at most 80 characters: the node's name and a suffix. */
    int NAME_CHARS = 60;

    /** Returns the name, which is unique in the workflow. */
    String id();

    /** Returns the nodes of the same or an enclosing scope that this node waits for without using their values. */
    List<String> after();

    /** Returns the group; empty for none. */
    Optional<String> group();

    /** Returns the source line of the definition, such as {@code LandCover.java:21}; empty if it is not known. */
    String line();

    /** Returns the expressions that this node evaluates, without those of the nodes in its scopes. */
    List<Expr> inputs();

    /** Returns the scopes inside this node. */
    List<Scope> scopes();

    /** Returns this node with another {@code after}. */
    default Node waitingFor(List<String> nodes) {
        return accept(new Visitor<>() {
            @Override
            public Node call(Call call) {
                return new Call(call.id(), call.task(), call.input(), call.options(), nodes, call.group(), call.line());
            }

            @Override
            public Node fanOut(FanOut fanOut) {
                return new FanOut(
                        fanOut.id(),
                        fanOut.list(),
                        fanOut.body(),
                        fanOut.options(),
                        nodes,
                        fanOut.group(),
                        fanOut.line());
            }

            @Override
            public Node repeat(Repeat repeat) {
                return new Repeat(
                        repeat.id(),
                        repeat.start(),
                        repeat.body(),
                        repeat.until(),
                        repeat.atMost(),
                        repeat.everySeconds(),
                        nodes,
                        repeat.group(),
                        repeat.line());
            }

            @Override
            public Node when(When when) {
                return new When(
                        when.id(), when.condition(), when.then(), when.otherwise(), nodes, when.group(), when.line());
            }

            @Override
            public Node wait(Wait wait) {
                return new Wait((Call) wait.timer().waitingFor(nodes), wait.seconds());
            }

            @Override
            public Node await(Await await) {
                return new Await(
                        await.id(),
                        await.prompt(),
                        await.type(),
                        await.timeoutSeconds(),
                        await.onTimeout(),
                        await.start(),
                        nodes,
                        await.group(),
                        await.line());
            }

            @Override
            public Node guard(Guard guard) {
                return new Guard(guard.id(), guard.body(), guard.cleanup(), nodes, guard.group(), guard.line());
            }

            @Override
            public Node subRun(SubRun run) {
                return run.with((Call) run.end().waitingFor(nodes));
            }
        });
    }

    /**
     * Returns the call of a function that this node makes: of a call the call itself, of a wait that of its timer, of a
     * callback that of the task which starts the work, of a run the call that reads its result.
     */
    default Optional<Call> functionCall() {
        return this instanceof Call call
                ? Optional.of(call)
                : this instanceof Wait wait
                        ? Optional.of(wait.timer())
                        : this instanceof Await await
                                ? await.starting()
                                : this instanceof SubRun run ? Optional.of(run.end()) : Optional.empty();
    }

    /** Calls the method for this variant. */
    <R> R accept(Visitor<R> visitor);

    /**
     * One call of a task.
     *
     * @param input the input of the task
     * @param options the options of the call
     */
    record Call(
            String id,
            TaskRef task,
            Expr input,
            CallOptions options,
            List<String> after,
            Optional<String> group,
            String line)
            implements Node {
        /** Copies the list. */
        public Call {
            after = List.copyOf(after);
        }

        @Override
        public List<Expr> inputs() {
            return List.of(input);
        }

        @Override
        public List<Scope> scopes() {
            return List.of();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.call(this);
        }
    }

    /**
     * A fan-out: the body runs once for each item of a list.
     *
     * @param list the list
     * @param body the scope that runs for each item
     * @param options the options of the fan-out
     */
    record FanOut(
            String id,
            Expr list,
            Scope body,
            FanOutOptions options,
            List<String> after,
            Optional<String> group,
            String line)
            implements Node {
        /** Copies the list. */
        public FanOut {
            after = List.copyOf(after);
        }

        /** Returns whether this is a fold: the items take results of the items before them. */
        public boolean isFold() {
            return OutsideValues.of(body).stream()
                    .anyMatch(source -> source instanceof Expr.Folded folded
                            && folded.inside()
                            && folded.fold().equals(id));
        }

        @Override
        public List<Expr> inputs() {
            return List.of(list);
        }

        @Override
        public List<Scope> scopes() {
            return List.of(body);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.fanOut(this);
        }
    }

    /**
     * A loop: the body runs in rounds, one after the other, until a condition holds.
     *
     * @param start what the first round receives
     * @param body the scope that runs in each round; its output is the result of a call in it
     * @param until the scope that runs after the body, in the same round, and returns whether the round was the last
     *     one
     * @param atMost the maximum number of rounds; empty if the definition has none, which is an error
     * @param everySeconds the pause between rounds
     */
    record Repeat(
            String id,
            Expr start,
            Scope body,
            Scope until,
            OptionalLong atMost,
            long everySeconds,
            List<String> after,
            Optional<String> group,
            String line)
            implements Node {

        /** The condition of a loop whose definition has none, which is an error. */
        public static final Expr NEVER = new Expr.Constant(NullNode.instance);

        /** Copies the list. */
        public Repeat {
            after = List.copyOf(after);
        }

        /** Returns the call in the body whose result is that of the body. */
        public String state() {
            return ((Expr.Result) body.output()).node();
        }

        /** Returns the name of the action that is recorded as failed if there are too many rounds. */
        public String limit() {
            return FailureOrigin.limitOf(id);
        }

        /** Returns everything that runs in a round as one scope. */
        public Scope round() {
            return new Scope(
                    Stream.concat(body.nodes().stream(), until.nodes().stream()).toList(), until.output());
        }

        @Override
        public List<Expr> inputs() {
            return List.of(start);
        }

        @Override
        public List<Scope> scopes() {
            return List.of(body, until);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.repeat(this);
        }
    }

    /**
     * A conditional: one of two scopes runs.
     *
     * @param condition a boolean or null; null counts as false
     * @param then the scope that runs if the condition is true
     * @param otherwise the scope that runs if it is not
     */
    record When(
            String id,
            Expr condition,
            Scope then,
            Scope otherwise,
            List<String> after,
            Optional<String> group,
            String line)
            implements Node {
        /** Copies the list. */
        public When {
            after = List.copyOf(after);
        }

        @Override
        public List<Expr> inputs() {
            return List.of(condition);
        }

        @Override
        public List<Scope> scopes() {
            return List.of(then, otherwise);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.when(this);
        }
    }

    /**
     * A wait: a call of a timer, which decides and records when the wait ends, and the wait itself.
     *
     * @param timer the call of {@code WaitTimer}, with the name, options and place of this node
     * @param seconds how long it waits; empty if that is known only at run time
     */
    record Wait(Call timer, OptionalLong seconds) implements Node {

        @Override
        public String id() {
            return timer.id();
        }

        @Override
        public List<String> after() {
            return timer.after();
        }

        @Override
        public Optional<String> group() {
            return timer.group();
        }

        @Override
        public String line() {
            return timer.line();
        }

        @Override
        public List<Expr> inputs() {
            return timer.inputs();
        }

        @Override
        public List<Scope> scopes() {
            return List.of();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.wait(this);
        }
    }

    /**
     * A wait for an answer from outside, or a callback, which is a task that starts work elsewhere and a wait for its
     * end.
     *
     * @param prompt what is shown to the one who answers; the constant null for nothing. Of a callback, the input of its
     *     task
     * @param type the type of the answer
     * @param timeoutSeconds how long it waits
     * @param onTimeout the answer that applies if none arrives in time; empty if the wait then fails
     * @param start how the work of a callback is started; empty for a wait for an answer
     */
    record Await(
            String id,
            Expr prompt,
            TypeName type,
            long timeoutSeconds,
            Optional<JsonNode> onTimeout,
            Optional<Start> start,
            List<String> after,
            Optional<String> group,
            String line)
            implements Node {
        /** Copies the list. */
        public Await {
            after = List.copyOf(after);
        }

        /**
         * The task that starts the work of a callback.
         *
         * @param options the options of its call
         * @param heartbeatSeconds the longest time between two heartbeats; empty if none are required
         */
        public record Start(TaskRef task, CallOptions options, OptionalLong heartbeatSeconds) {}

        /** Returns whether this is a wait for an answer that shows something. */
        public boolean hasPrompt() {
            return start.isEmpty() && !prompt.equals(new Expr.Constant(NullNode.instance));
        }

        /** Returns the call of the task that starts the work of a callback; empty for a wait for an answer. */
        public Optional<Call> starting() {
            return start.map(by -> new Call(id, by.task(), prompt, by.options(), after, group, line));
        }

        @Override
        public List<Expr> inputs() {
            return List.of(prompt);
        }

        @Override
        public List<Scope> scopes() {
            return List.of();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.await(this);
        }
    }

    /**
     * Steps whose failure does not immediately fail the scope around them: an attempt, whose outcome is a value, or
     * steps with a cleanup, which runs after them in any case and after which their failure continues.
     *
     * @param body the steps
     * @param cleanup the scope that runs after the steps; empty for an attempt
     */
    record Guard(
            String id, Scope body, Optional<Scope> cleanup, List<String> after, Optional<String> group, String line)
            implements Node {
        /** Copies the list. */
        public Guard {
            after = List.copyOf(after);
        }

        /** Returns whether this is an attempt. */
        public boolean isAttempt() {
            return cleanup.isEmpty();
        }

        @Override
        public List<Expr> inputs() {
            return List.of();
        }

        @Override
        public List<Scope> scopes() {
            return cleanup.map(scope -> List.of(body, scope)).orElseGet(() -> List.of(body));
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.guard(this);
        }
    }

    /**
     * A run of another workflow.
     *
     * @param end the call that reads the result of the run, with the name, options and place of this node. Its input is
     *     the input of the run; in a planned graph, it is the result of the call that prepares the run
     * @param child the graph of the workflow
     * @param definition the binary name of the workflow's class
     * @param timeoutSeconds how long the run may take
     */
    record SubRun(Call end, Graph child, String definition, long timeoutSeconds) implements Node {

        /** The binary name of the task that reads the result of a run. It needs the module of runs. */
        public static final String RESULT_TASK = "dev.anabranch.runs.internal.process.SubRunResult";

        /** Returns this node with another call. */
        public SubRun with(Call call) {
            return new SubRun(call, child, definition, timeoutSeconds);
        }

        @Override
        public String id() {
            return end.id();
        }

        @Override
        public List<String> after() {
            return end.after();
        }

        @Override
        public Optional<String> group() {
            return end.group();
        }

        @Override
        public String line() {
            return end.line();
        }

        @Override
        public List<Expr> inputs() {
            return end.inputs();
        }

        @Override
        public List<Scope> scopes() {
            return List.of();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.subRun(this);
        }
    }

    /** One method for each variant. */
    interface Visitor<R> {
        /** A call of a task. */
        R call(Call call);

        /** A fan-out. */
        R fanOut(FanOut fanOut);

        /** A loop. */
        R repeat(Repeat repeat);

        /** A conditional. */
        R when(When when);

        /** A wait. */
        R wait(Wait wait);

        /** A wait for an answer. */
        R await(Await await);

        /** Steps whose failure is handled. */
        R guard(Guard guard);

        /** A run of another workflow. */
        R subRun(SubRun run);
    }
}
