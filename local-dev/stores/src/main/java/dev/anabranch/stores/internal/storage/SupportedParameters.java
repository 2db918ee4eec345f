package dev.anabranch.stores.internal.storage;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/** The supported parameters of a request, or of a part of one. Other parameters are rejected by name. */
public final class SupportedParameters {

    private final String what;
    private final Set<String> names;
    private volatile Others latest = new Others(List.of(), List.of());

    private SupportedParameters(String what, Set<String> names) {
        this.what = what;
        this.names = names;
    }

    /**
     * Returns the supported parameters of {@code what}, an API operation or a part of one. Names are those of the AWS
     * API reference.
     */
    public static SupportedParameters of(String what, String... names) {
        return new SupportedParameters(what, Set.of(names));
    }

    /**
     * @throws UnsupportedOperationException if another parameter is set; the message has its name and lists the
     *     supported ones
     */
    public void check(SdkPojo request) {
        for (SdkField<?> field : others(request.sdkFields())) {
            if (isSet(field.getValueOrDefault(request))) {
                throw new UnsupportedOperationException(
                        "The embedded cloud does not support the parameter " + field.memberName() + " of " + what
                                + ". Supported: " + String.join(", ", new TreeSet<>(names)));
            }
        }
    }

    /** Returns the other parameters. All requests of a class have the same list of fields. */
    @SuppressWarnings("ReferenceEquality")
    private List<SdkField<?>> others(List<SdkField<?>> fields) {
        Others known = latest;
        if (known.fields() != fields) {
            known = new Others(
                    fields,
                    fields.stream()
                            .filter(field -> !names.contains(field.memberName()))
                            .toList());
            latest = known;
        }
        return known.others();
    }

    private record Others(List<SdkField<?>> fields, List<SdkField<?>> others) {}

    private static boolean isSet(@org.jspecify.annotations.Nullable Object value) {
        return value != null && !(value instanceof SdkAutoConstructList) && !(value instanceof SdkAutoConstructMap);
    }
}
