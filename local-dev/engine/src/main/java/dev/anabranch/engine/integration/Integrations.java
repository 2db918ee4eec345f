package dev.anabranch.engine.integration;

import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The registered integrations by name. */
public final class Integrations {

    private final Map<String, Integration> byName;
    private final @Nullable Integration forAll;

    private Integrations(Map<String, Integration> byName, @Nullable Integration forAll) {
        this.byName = new TreeMap<>(byName);
        this.forAll = forAll;
    }

    /** Returns a registry that resolves every name to one integration. */
    public static Integrations always(Integration standIn) {
        return new Integrations(Map.of(), standIn);
    }

    /** Returns an empty builder. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the integration with a name, for example {@code dynamodb:putItem}; null if none is registered. */
    public @Nullable Integration find(String name) {
        return forAll == null ? byName.get(name) : forAll;
    }

    /** Returns the error message for a missing integration, with the names of the registered ones. */
    public String refusal(String name) {
        return "The integration '" + name + "' is not available in this engine. Registered integrations: "
                + new TreeSet<>(byName.keySet()) + ".";
    }

    /** Builds a registry. */
    public static final class Builder {

        private final Map<String, Integration> byName = new TreeMap<>();

        private Builder() {}

        /**
         * Registers an integration. Replaces an earlier one with the same name.
         *
         * @param name service and action as in the resource ARN, without the suffix of the pattern, for example
         *     {@code lambda:invoke}
         */
        public Builder register(String name, Integration integration) {
            byName.put(name, integration);
            return this;
        }

        /** Returns the registry. */
        public Integrations build() {
            return new Integrations(byName, null);
        }
    }
}
