package dev.anabranch.translate.internal.asl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** One state. */
public sealed interface AslState {

    /** Calls the method for this variant. */
    <R> R accept(Visitor<R> visitor);

    /** What comes after a state: another one, or the end. */
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
     * @param arguments of the call
     * @param assign variables to set, evaluated beside {@code output}; empty for none
     * @param output what the next state is given
     * @param timeoutSeconds after which the attempt fails with States.Timeout
     */
    record Task(
            String resource,
            ObjectNode arguments,
            ObjectNode assign,
            JsonNode output,
            int timeoutSeconds,
            List<Retrier> retry,
            List<Catcher> catchers,
            Transition transition)
            implements AslState {
        /** Copies the lists. */
        public Task {
            retry = List.copyOf(retry);
            catchers = List.copyOf(catchers);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.task(this);
        }
    }

    /** Moves data. */
    record Pass(ObjectNode assign, JsonNode output, Transition transition) implements AslState {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.pass(this);
        }
    }

    /**
     * Goes where the first rule that holds says.
     *
     * @param otherwise where to go when none holds
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

    /** One rule of a {@link Choice}: {@code condition} is a JSONata expression. */
    record Rule(String condition, String next) {}

    /** Runs branches side by side. */
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
     * @param items an expression that gives an array
     * @param itemSelector what each iteration is given
     * @param maxConcurrency at most 40 have an effect
     */
    record InlineMap(
            JsonNode items,
            ObjectNode itemSelector,
            int maxConcurrency,
            AslMachine processor,
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
     * Runs a processor for each item or batch of items of a list in S3, as executions of their own.
     *
     * @param label names the Map Run, at most 40 characters
     * @param reader where the items are
     * @param batcher how items are put together, if they are
     * @param maxConcurrency the most child executions at once
     * @param express true for Express children, false for Standard ones
     * @param toleratedFailurePercentage how many children may fail, 0 to 100
     * @param writer where the children's outputs go
     */
    record DistributedMap(
            String label,
            ObjectNode reader,
            ObjectNode itemSelector,
            Optional<ObjectNode> batcher,
            int maxConcurrency,
            boolean express,
            int toleratedFailurePercentage,
            AslMachine processor,
            Optional<ObjectNode> writer,
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

    /** Ends the machine, branch or iteration as failed. */
    record Fail(String error, String cause) implements AslState {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.fail(this);
        }
    }

    /**
     * Which errors are tried again, and when.
     *
     * @param intervalSeconds before the first retry
     * @param maxAttempts retries, not counting the first attempt
     * @param maxDelaySeconds the longest wait
     * @param jitter true for a random share of each wait
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

    /** Where to go on which errors, and what the next state is given. */
    record Catcher(List<String> errors, JsonNode output, String next) {
        /** Copies the list. */
        public Catcher {
            errors = List.copyOf(errors);
        }
    }

    /** One method for each variant. */
    interface Visitor<R> {
        /** A call of a service. */
        R task(Task task);

        /** A move of data. */
        R pass(Pass pass);

        /** A decision. */
        R choice(Choice choice);

        /** Branches side by side. */
        R parallel(Parallel parallel);

        /** A Map inside the execution. */
        R inlineMap(InlineMap map);

        /** A Map over child executions. */
        R distributedMap(DistributedMap map);

        /** A failure. */
        R fail(Fail fail);
    }
}
