package dev.anabranch.workflow;

import dev.anabranch.workflow.internal.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A node while the workflow is being traced: it can still be named and given options. */
abstract class NodeDraft {

    final ScopeDraft scope;
    final String line;

    private final List<NodeDraft> after = new ArrayList<>();
    private @Nullable String name;
    private @Nullable String group;
    private @Nullable String id;

    NodeDraft(ScopeDraft scope, String line, @Nullable String group) {
        this.scope = scope;
        this.line = line;
        this.group = group;
    }

    /** What it is called where the user gave no name. */
    abstract String defaultName();

    /** The node with everything final. */
    abstract Node freeze();

    /** True for a call that is only there to record what the body of a fan-out is worth. */
    boolean recordsOnly() {
        return false;
    }

    /** The scopes inside it. */
    abstract List<ScopeDraft> scopes();

    final void name(String name) {
        this.name = Objects.requireNonNull(name, "the name of a node is null");
    }

    final void group(String name) {
        this.group = Objects.requireNonNull(name, "the name of a group is null");
    }

    final void after(NodeDraft step) {
        after.add(step);
    }

    final Optional<String> givenName() {
        return Optional.ofNullable(name);
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

    /** The final name; there is one only once the whole workflow is traced. */
    final String id() {
        if (id == null) {
            throw new IllegalStateException("The node has no id yet: the workflow is still being traced.");
        }
        return id;
    }
}
