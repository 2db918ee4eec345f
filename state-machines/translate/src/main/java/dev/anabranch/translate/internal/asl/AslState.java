package dev.anabranch.translate.internal.asl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** One state. */
public sealed interface AslState {

    /** Calls the method for this variant. */
    <R> R accept(Visitor<R> visitor);

    /** What follows a state: another state, or the end. */
    record Transition(Optional<String> next) {
        /** The end of the machine, branch or iteration. */
        public static final Transition END = new Transition(Optional.empty());

        /** Another state of the same machine, branch or iteration. */
        public static Transition to(String state) {
            return new Transition(Optional.of(state));
        }
    }

    /**
     * Calls a service.
     *
     * @param resource the integration's ARN; a constant
     * @param arguments the arguments of the call
     * @param assign the variables to assign; empty for none. They are evaluated in parallel with {@code output}
     * @param output the input of the next state
     * @param timeoutSeconds the time after which an attempt fails with States.Timeout
     */
    record Task(
            String resource,
            ObjectNode arguments,
            ObjectNode assign,
            JsonNode output,
            int timeoutSeconds,
            OptionalLong heartbeatSeconds,
            List<Retrier> retry,
            List<Catcher> catchers,
            Transition transition)
            implements AslState {
        /** Copies the lists. */
        public Task {
            retry = List.copyOf(retry);
            catchers = List.copyOf(catchers);
        }

        /** Creates a state that requires no heartbeats. */
        public Task(
                String resource,
                ObjectNode arguments,
                ObjectNode assign,
                JsonNode output,
                int timeoutSeconds,
                List<Retrier> retry,
                List<Catcher> catchers,
                Transition transition) {
            this(
                    resource,
                    arguments,
                    assign,
                    output,
                    timeoutSeconds,
                    OptionalLong.empty(),
                    retry,
                    catchers,
                    transition);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.task(this);
        }
    }

    /** Assigns variables and transforms its input. */
    record Pass(ObjectNode assign, JsonNode output, Transition transition) implements AslState {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.pass(this);
        }
    }

    /**
     * Continues with the state of the first rule whose condition is true.
     *
     * @param otherwise the next state if no condition is true
     */
    record Choice(List<Rule> rules, String otherwise) implements AslState {
        /** Copies the list. */
        public Choice {
            rules = List.copyOf(rules);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.choice(this);
        }
    }

    /**
     * One rule of a {@link Choice}.
     *
     * @param condition a JSONata expression
     * @param assign the variables to assign if the condition is true; empty for none
     */
    record Rule(String condition, ObjectNode assign, String next) {
        /** Creates a rule that assigns no variable. */
        public Rule(String condition, String next) {
            this(condition, JsonNodeFactory.instance.objectNode(), next);
        }
    }

    /** Runs branches in parallel. */
    record Parallel(
            List<AslMachine> branches,
            ObjectNode assign,
            JsonNode output,
            List<Catcher> catchers,
            Transition transition)
            implements AslState {
        /** Copies the lists. */
        public Parallel {
            branches = List.copyOf(branches);
            catchers = List.copyOf(catchers);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.parallel(this);
        }
    }

    /**
     * Runs a processor for each item, inside this execution.
     *
     * @param items an expression that evaluates to an array
     * @param itemSelector the input of each iteration
     * @param maxConcurrency the number of parallel iterations; values above 40 have no effect
     * @param assign the variables to assign; empty for none
     */
    record InlineMap(
            JsonNode items,
            ObjectNode itemSelector,
            int maxConcurrency,
            AslMachine processor,
            ObjectNode assign,
            JsonNode output,
            List<Catcher> catchers,
            Transition transition)
            implements AslState {
        /** Copies the list. */
        public InlineMap {
            catchers = List.copyOf(catchers);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.inlineMap(this);
        }
    }

    /**
     * Runs a processor for each item or batch of items of a list, each in a child execution.
     *
     * @param label the label of the Map Run, at most 40 characters
     * @param source the ItemReader of a list in S3, or the items of a short list
     * @param batcher the ItemBatcher; empty for none
     * @param maxConcurrency the number of parallel child executions
     * @param express true for Express children, false for Standard children
     * @param toleratedFailurePercentage how many percent of the children may fail, 0 to 100
     * @param writer the ResultWriter; empty for none
     * @param assign the variables to assign; empty for none
     */
    record DistributedMap(
            String label,
            JsonNode source,
            ObjectNode itemSelector,
            Optional<ObjectNode> batcher,
            int maxConcurrency,
            boolean express,
            int toleratedFailurePercentage,
            AslMachine processor,
            Optional<ObjectNode> writer,
            ObjectNode assign,
            JsonNode output,
            List<Catcher> catchers,
            Transition transition)
            implements AslState {
        /** Copies the list. */
        public DistributedMap {
            catchers = List.copyOf(catchers);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.distributedMap(this);
        }
    }

    /**
     * Waits until a time.
     *
     * @param timestamp an expression that evaluates to a time such as {@code 2026-03-14T01:59:00Z}
     * @param output the input of the next state
     */
    record Wait(JsonNode timestamp, JsonNode output, Transition transition) implements AslState {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.wait(this);
        }
    }

    /** Fails the machine, branch or iteration. */
    record Fail(String error, String cause) implements AslState {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.fail(this);
        }
    }

    /**
     * Which errors are retried, and when.
     *
     * @param intervalSeconds the delay before the first retry
     * @param maxAttempts the number of retries, without the first attempt
     * @param maxDelaySeconds the maximum delay
     * @param jitter whether each delay is multiplied by a random factor
     */
    record Retrier(
            List<String> errors,
            int intervalSeconds,
            int maxAttempts,
            double backoffRate,
            int maxDelaySeconds,
            boolean jitter) {
        /** Copies the list. */
        public Retrier {
            errors = List.copyOf(errors);
        }
    }

    /** The state that follows an error, and its input. */
    record Catcher(List<String> errors, JsonNode output, String next) {
        /** Copies the list. */
        public Catcher {
            errors = List.copyOf(errors);
        }
    }

    /** One method for each variant. */
    interface Visitor<R> {
        /** A Task state. */
        R task(Task task);

        /** A Pass state. */
        R pass(Pass pass);

        /** A Choice state. */
        R choice(Choice choice);

        /** A Parallel state. */
        R parallel(Parallel parallel);

        /** An inline Map. */
        R inlineMap(InlineMap map);

        /** A Distributed Map. */
        R distributedMap(DistributedMap map);

        /** A Wait state. */
        R wait(Wait wait);

        /** A Fail state. */
        R fail(Fail fail);
    }
}
