package dev.anabranch.workflow.internal.trace;

import dev.anabranch.workflow.internal.graph.DefaultNames;
import dev.anabranch.workflow.internal.graph.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A node while the workflow is being traced. Its name and options can still change. */
abstract class NodeDraft {

    final ScopeDraft scope;
    final String line;

    private final List<NodeDraft> after = new ArrayList<>();
    private final Set<String> options = new HashSet<>();
    private @Nullable String name;
    private @Nullable String group;
    private @Nullable String id;
    private String prefix = "";

    NodeDraft(ScopeDraft scope, String line, @Nullable String group) {
        this.scope = scope;
        this.line = line;
        this.group = group;
    }

    /** Returns the name that the node has if the user set none. */
    abstract String defaultName();

    /** Returns the node of the graph. */
    abstract Node freeze();

    /** Returns whether this is a recorder: a call that only records the value of a fan-out's stage. */
    boolean isRecorder() {
        return false;
    }

    /** Returns the scopes inside this node. */
    abstract List<ScopeDraft> scopes();

    /** Sets the scopes that the name begins with, each followed by a dot. */
    final void prefix(String scopes) {
        prefix = scopes;
    }

    /** Returns the name without the scopes of the definition in which the node was added. */
    final String localId() {
        return id().length() > prefix.length() ? id().substring(prefix.length()) : id();
    }

    final void name(String name) {
        this.name = Objects.requireNonNull(name, "the name of a node is null");
    }

    final void group(String name) {
        this.group = Objects.requireNonNull(name, "the name of a group is null");
    }

    /** Notes that the definition sets an option, and returns whether it has not set it before. */
    final boolean isFirst(String option) {
        return options.add(option);
    }

    final void after(NodeDraft step) {
        after.add(step);
    }

    final Optional<String> givenName() {
        return Optional.ofNullable(name).map(given -> prefix + given);
    }

    /** Returns the name that the node gets if the user set none and the name is not taken. */
    final String preferredName() {
        return DefaultNames.cut(prefix + defaultName(), Node.NAME_CHARS);
    }

    final Optional<String> group() {
        return Optional.ofNullable(group);
    }

    final List<String> afterIds() {
        return after.stream().map(NodeDraft::id).distinct().toList();
    }

    final void identify(String unique) {
        id = unique;
    }

    /**
     * Returns the final name.
     *
     * @throws IllegalStateException while the workflow is being traced
     */
    final String id() {
        if (id == null) {
            throw new IllegalStateException("The node has no id yet because the workflow is still being traced.");
        }
        return id;
    }
}
