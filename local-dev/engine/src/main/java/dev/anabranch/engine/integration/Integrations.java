package dev.anabranch.engine.integration;

import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The integrations that an engine has, by name. */
public final class Integrations {

    private final Map<String, Integration> byName;
    private final @Nullable Integration forAll;

    private Integrations(Map<String, Integration> byName, @Nullable Integration forAll) {
        this.byName = new TreeMap<>(byName);
        this.forAll = forAll;
    }

    /** One that stands in for whatever is asked for. */
    public static Integrations always(Integration standIn) {
        return new Integrations(Map.of(), standIn);
    }

    /** A builder without any. */
    public static Builder builder() {
        return new Builder();
    }

    /** The integration of that name, for instance {@code dynamodb:putItem}, or null. */
    public @Nullable Integration find(String name) {
        return forAll == null ? byName.get(name) : forAll;
    }

    /** A sentence that refuses an integration by name and says which ones there are. */
    public String refusal(String name) {
        return "The integration '" + name + "' is not available here. Registered are: " + new TreeSet<>(byName.keySet())
                + ".";
    }

    /** Collects integrations. */
    public static final class Builder {

        private final Map<String, Integration> byName = new TreeMap<>();

        private Builder() {}

        /**
         * Registers an integration in place of whatever had the name.
         *
         * @param name service and action as the resource ARN has them, without the pattern: {@code lambda:invoke}
         */
        public Builder register(String name, Integration integration) {
            byName.put(name, integration);
            return this;
        }

        /** The registry. */
        public Integrations build() {
            return new Integrations(byName, null);
        }
    }
}
