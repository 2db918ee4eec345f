package dev.anabranch.stores.internal.storage;

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
        for (SdkField<?> field : request.sdkFields()) {
            if (!names.contains(field.memberName()) && isSet(field.getValueOrDefault(request))) {
                throw new UnsupportedOperationException(
                        "The embedded cloud does not support the parameter " + field.memberName() + " of " + what
                                + ". Supported: " + String.join(", ", new TreeSet<>(names)));
            }
        }
    }

    private static boolean isSet(@org.jspecify.annotations.Nullable Object value) {
        return value != null && !(value instanceof SdkAutoConstructList) && !(value instanceof SdkAutoConstructMap);
    }
}
