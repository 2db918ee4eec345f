package dev.anabranch.workflow.internal.graph;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The place of a method in its source, read from the debug information of its class. */
public final class SourceLine {

    private @Nullable String file;
    private int first = Integer.MAX_VALUE;

    private SourceLine() {}

    /**
     * Returns the file and the first line of the code of a method, such as {@code LandCover.java:21}; empty if the class
     * does not declare the method or has no debug information.
     */
    public static String of(Class<?> type, String method) {
        SourceLine line = new SourceLine();
        String path = "/" + type.getName().replace('.', '/') + ".class";
        try (InputStream code = type.getResourceAsStream(path)) {
            if (code != null) {
                new ClassReader(code).accept(line.visitor(method), ClassReader.SKIP_FRAMES);
            }
        } catch (IOException | IllegalArgumentException e) { // ASM does not know a later class file version.
            return "";
        }
        return line.file == null || line.first == Integer.MAX_VALUE ? "" : line.file + ":" + line.first;
    }

    private ClassVisitor visitor(String name) {
        return new ClassVisitor(Opcodes.ASM9) {
            @Override
            public void visitSource(@Nullable String source, @Nullable String debug) {
                file = source;
            }

            @Override
            public @Nullable MethodVisitor visitMethod(
                    int access,
                    String method,
                    String descriptor,
                    @Nullable String signature,
                    String @Nullable [] exceptions) {
                boolean bridge = (access & Opcodes.ACC_BRIDGE) != 0;
                return !method.equals(name) || bridge ? null : lines();
            }
        };
    }

    private MethodVisitor lines() {
        return new MethodVisitor(Opcodes.ASM9) {
            @Override
            public void visitLineNumber(int line, Label start) {
                first = Math.min(first, line);
            }
        };
    }
}
