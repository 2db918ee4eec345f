package dev.anabranch.engine.internal.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One state of a checked definition.
 *
 * @see <a href="https://states-language.net/">Amazon States Language</a>
 */
public sealed interface State {

    /** What every state has. */
    Header header();

    /** Calls the visitor's method for this type of state. */
    <R> R accept(Visitor<R> visitor);

    /** The state's name, unique in the definition. */
    default String name() {
        return header().name();
    }

    /** The {@code Type} of the definition, which history events begin with. */
    default String type() {
        return getClass().getSimpleName();
    }

    /** What the state does about errors. */
    default ErrorHandling errors() {
        return ErrorHandling.NONE;
    }

    /**
     * What every state has.
     *
     * @param next the state that follows, or null at the end of the graph
     */
    record Header(
            String name,
            QueryLanguage language,
            DataFlow flow,
            @Nullable String next) {}

    /** Hands on its input, its {@code Result} or its output. */
    record Pass(Header header, @Nullable JsonNode result) implements State {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitPass(this);
        }
    }

    /** Calls a service and waits for its answer. */
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

    /** Goes on with the first rule whose condition holds. */
    record Choice(
            Header header, List<ChoiceRule> rules, @Nullable String otherwise) implements State {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitChoice(this);
        }
    }

    /** Waits for some seconds or until a moment; the setting's field says which. */
    record Wait(Header header, SettingField until) implements State {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitWait(this);
        }
    }

    /** Ends its graph. */
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

    /** Runs branches at the same time; its result is the list of their outputs. */
    record Parallel(Header header, List<StateGraph> branches, ErrorHandling errors) implements State {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitParallel(this);
        }
    }

    /** Runs its processor for each item; its result is the list of their outputs. */
    record Map(Header header, StateGraph processor, MapFields fields, ErrorHandling errors) implements State {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitMap(this);
        }
    }

    /** One method per type of state. */
    interface Visitor<R> {
        /** A Pass state. */
        R visitPass(Pass state);

        /** A Task state. */
        R visitTask(Task state);

        /** A Choice state. */
        R visitChoice(Choice state);

        /** A Wait state. */
        R visitWait(Wait state);

        /** A Succeed state. */
        R visitSucceed(Succeed state);

        /** A Fail state. */
        R visitFail(Fail state);

        /** A Parallel state. */
        R visitParallel(Parallel state);

        /** A Map state, inline or distributed. */
        R visitMap(Map state);
    }
}
