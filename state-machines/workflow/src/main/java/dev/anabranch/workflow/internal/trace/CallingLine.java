package dev.anabranch.workflow.internal.trace;

import dev.anabranch.workflow.Flow;
import java.security.CodeSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the line of a definition that calls the authoring API, such as {@code LandCover.java:21}. */
final class CallingLine {

    /** The packages of the authoring API and the tracer, whose frames are not lines of a definition. */
    private static final String OWN_PACKAGES = Flow.class.getPackageName() + ".";

    /** The packages of the platform and of the JSON of constants, whose frames are not lines of a definition either. */
    private static final List<String> LIBRARIES =
            List.of("java.", "jdk.", "sun.", "com.fasterxml.jackson.", "dev.anabranch.runtime.");

    private CallingLine() {}

    /** Returns the line of the nearest caller outside the API and the platform; empty if there is none. */
    static String nearest() {
        return StackWalker.getInstance()
                .walk(frames -> nearest(frames.map(StackWalker.StackFrame::toStackTraceElement)));
    }

    /** Returns the nearest such line of an exception; empty if there is none. */
    static String of(Throwable e) {
        return nearest(Arrays.stream(e.getStackTrace()));
    }

    private static String nearest(Stream<StackTraceElement> frames) {
        return frames.filter(frame -> !isOwnOrPlatform(frame.getClassName()))
                .findFirst()
                .map(frame -> frame.getFileName() + ":" + frame.getLineNumber())
                .orElse("");
    }

    /**
     * Returns the nearest line in the code that a definition was loaded from. A value is often used by code of a library
     * that the definition calls, such as a logger.
     */
    static String in(Class<?> definition) {
        String code = codeOf(definition);
        Optional<String> own = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(frames -> frames.filter(frame -> !isOwnOrPlatform(frame.getClassName()))
                        .filter(frame -> code.equals(codeOf(frame.getDeclaringClass())))
                        .findFirst()
                        .map(frame -> frame.getFileName() + ":" + frame.getLineNumber()));
        return own.orElseGet(CallingLine::nearest);
    }

    /** Returns the folder or jar that a class was loaded from; empty if it is not known. */
    private static String codeOf(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        return source == null ? "" : String.valueOf(source.getLocation());
    }

    private static boolean isOwnOrPlatform(String className) {
        return className.startsWith(OWN_PACKAGES) || LIBRARIES.stream().anyMatch(className::startsWith);
    }
}
