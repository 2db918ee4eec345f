package dev.anabranch.workflow.internal.graph;

import java.util.List;
import java.util.Optional;

/** One vertex of the graph. */
public sealed interface Node {

    /** The most characters in a name: a state's name may have 80, some of them ours. */
    int NAME_CHARS = 60;

    /** Its name, unique in the workflow. */
    String id();

    /** The nodes in the same or an enclosing scope that it must wait for although no value says so. */
    List<String> after();

    /** The name that people know it and its neighbours by; empty for none. */
    Optional<String> group();

    /** Where in the sources it was defined, such as {@code LandCover.java:21}; empty where that is not known. */
    String line();

    /** The expressions that this node itself evaluates. */
    List<Expr> inputs();

    /** The scopes inside it. */
    List<Scope> scopes();

    /** The same node, waiting for these. */
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
            public Node when(When when) {
                return new When(
                        when.id(), when.condition(), when.then(), when.otherwise(), nodes, when.group(), when.line());
            }
        });
    }

    /** Calls the method for this variant. */
    <R> R accept(Visitor<R> visitor);

    /**
     * One call of a task.
     *
     * @param input what the task is given
     * @param options how it is run
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
     * A fan-out: the body is run once for each item of a list.
     *
     * @param list what is fanned out over
     * @param body what is done with each item; where it is one task, that call has this node's id and is what users see
     * @param options how it is run
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
     * A conditional: one of two scopes is run.
     *
     * @param condition a boolean
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

    /** One method for each variant. */
    interface Visitor<R> {
        /** A call of a task. */
        R call(Call call);

        /** A fan-out. */
        R fanOut(FanOut fanOut);

        /** A conditional. */
        R when(When when);
    }
}
