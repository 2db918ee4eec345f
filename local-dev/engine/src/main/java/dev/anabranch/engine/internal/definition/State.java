package dev.anabranch.engine.internal.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One state of a valid definition.
 *
 * @see <a href="https://states-language.net/">Amazon States Language</a>
 */
public sealed interface State {

    /** Returns the fields that every state has. */
    Header header();

    /** Calls the visitor's method for this type of state. */
    <R> R accept(Visitor<R> visitor);

    /** Returns the name of the state, which is unique in the definition. */
    default String name() {
        return header().name();
    }

    /** Returns the {@code Type} of the state in the definition, which is the prefix of its history events. */
    default String type() {
        return getClass().getSimpleName();
    }

    /** Returns the Retriers and Catchers of the state. */
    default ErrorHandling errors() {
        return ErrorHandling.NONE;
    }

    /**
     * The fields that every state has.
     *
     * @param next the next state, or null at the end of the graph
     */
    record Header(
            String name,
            QueryLanguage language,
            DataFlow flow,
            @Nullable String next) {}

    /** Passes its input, its {@code Result} or its output to the next state. */
    record Pass(Header header, @Nullable JsonNode result) implements State {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitPass(this);
        }
    }

    /** Calls a service and waits for the response. */
    record Task(
            Header header,
            Resource resource,
            @Nullable SettingField timeoutSeconds,
            @Nullable SettingField heartbeatSeconds,
            ErrorHandling errors)
            implements State {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitTask(this);
        }
    }

    /** Continues at the first rule whose condition is true. */
    record Choice(
            Header header, List<ChoiceRule> rules, @Nullable String otherwise) implements State {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitChoice(this);
        }
    }

    /** Waits for a number of seconds or until a timestamp, depending on the name of the setting. */
    record Wait(Header header, SettingField until) implements State {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitWait(this);
        }
    }

    /** Ends its graph successfully. */
    record Succeed(Header header) implements State {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitSucceed(this);
        }
    }

    /** Fails its graph. */
    record Fail(
            Header header,
            @Nullable SettingField error,
            @Nullable SettingField cause) implements State {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitFail(this);
        }
    }

    /** Runs branches in parallel. Its result is the list of their outputs. */
    record Parallel(Header header, List<StateGraph> branches, ErrorHandling errors) implements State {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitParallel(this);
        }
    }

    /** Runs its processor for each item. Its result is the list of their outputs. */
    record Map(Header header, StateGraph processor, MapFields fields, ErrorHandling errors) implements State {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitMap(this);
        }
    }

    /** One method per type of state. */
    interface Visitor<R> {
        /** Visits a Pass state. */
        R visitPass(Pass state);

        /** Visits a Task state. */
        R visitTask(Task state);

        /** Visits a Choice state. */
        R visitChoice(Choice state);

        /** Visits a Wait state. */
        R visitWait(Wait state);

        /** Visits a Succeed state. */
        R visitSucceed(Succeed state);

        /** Visits a Fail state. */
        R visitFail(Fail state);

        /** Visits a Parallel state. */
        R visitParallel(Parallel state);

        /** Visits a Map state, inline or distributed. */
        R visitMap(Map state);
    }
}
