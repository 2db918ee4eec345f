package dev.anabranch.workflow.internal.types;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The references of Kotlin that are no method references for Java. A reference to a property, such as {@code
 * Order::units}, is an object that describes the property, which an ordinary class or a lambda expression holds. A
 * reference to a constructor with primitive parameters is a lambda expression that only calls the constructor.
 */
final class KotlinReference {

    /** The superclass of the objects that describe properties. Kotlin is no dependency of this module. */
    private static final String REFERENCE = "kotlin.jvm.internal.CallableReference";

    private static final String CONTAINER = "kotlin.jvm.internal.ClassBasedDeclarationContainer";

    private KotlinReference() {}

    /** Returns the getter of the property that the only field of an object describes; empty if it describes none. */
    static Optional<MethodReference> heldBy(Serializable reference) {
        Field[] fields = reference.getClass().getDeclaredFields();
        if (fields.length != 1 || !fields[0].trySetAccessible()) {
            return Optional.empty();
        }
        try {
            return getter(fields[0].get(reference));
        } catch (IllegalAccessException e) {
            return Optional.empty();
        }
    }

    /** Returns what a lambda expression of Kotlin refers to; empty if it computes. */
    static Optional<MethodReference> in(SerializedLambda lambda, ClassLoader loader) {
        return switch (lambda.getCapturedArgCount()) {
            case 0 -> constructor(lambda, loader);
            case 1 -> getter(lambda.getCapturedArg(0));
            default -> Optional.empty();
        };
    }

    private static Optional<MethodReference> getter(@Nullable Object property) {
        try {
            Class<?> type = property == null ? null : property.getClass();
            while (type != null && !type.getName().equals(REFERENCE)) {
                type = type.getSuperclass();
            }
            if (type == null) {
                return Optional.empty();
            }
            // The name of the getter with its descriptor, such as "getUnits()I".
            String getter = (String) type.getMethod("getSignature").invoke(property);
            Class<?> owner = (Class<?>) Class.forName(CONTAINER, false, type.getClassLoader())
                    .getMethod("getJClass")
                    .invoke(type.getMethod("getOwner").invoke(property));
            int name = getter.indexOf('(');
            MethodType returned = MethodType.fromMethodDescriptorString(getter.substring(name), owner.getClassLoader());
            return Optional.of(new MethodReference(
                    MethodHandleInfo.REF_invokeVirtual,
                    owner,
                    getter.substring(0, name),
                    returned,
                    returned.insertParameterTypes(0, owner)));
        } catch (ReflectiveOperationException | ClassCastException | TypeNotPresentException e) {
            return Optional.empty();
        }
    }

    private static Optional<MethodReference> constructor(SerializedLambda lambda, ClassLoader loader) {
        try (InputStream code = loader.getResourceAsStream(lambda.getImplClass() + ".class")) {
            if (code == null) {
                return Optional.empty();
            }
            CallOfConstructor call = new CallOfConstructor(lambda.getImplMethodSignature());
            new ClassReader(code)
                    .accept(
                            new ClassVisitor(Opcodes.ASM9) {
                                @Override
                                public @Nullable MethodVisitor visitMethod(
                                        int access,
                                        String name,
                                        String descriptor,
                                        @Nullable String signature,
                                        String @Nullable [] exceptions) {
                                    return name.equals(lambda.getImplMethodName())
                                                    && descriptor.equals(lambda.getImplMethodSignature())
                                            ? call
                                            : null;
                                }
                            },
                            ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
            if (!call.isOnlyThat()) {
                return Optional.empty();
            }
            MethodType type = MethodType.fromMethodDescriptorString(lambda.getImplMethodSignature(), loader);
            return Optional.of(new MethodReference(
                    MethodHandleInfo.REF_newInvokeSpecial,
                    type.returnType(),
                    "<init>",
                    type.changeReturnType(void.class),
                    MethodType.fromMethodDescriptorString(lambda.getInstantiatedMethodType(), loader)));
        } catch (IOException | TypeNotPresentException e) {
            return Optional.empty();
        }
    }

    /** Recognizes a method that passes its parameters in order to a constructor, and returns the new object. */
    private static final class CallOfConstructor extends MethodVisitor {

        private final List<String> expected = new ArrayList<>();
        private final List<String> found = new ArrayList<>();

        /** @param descriptor the descriptor of the method */
        CallOfConstructor(String descriptor) {
            super(Opcodes.ASM9);
            Type created = Type.getReturnType(descriptor);
            expected.add(line(Opcodes.NEW, created.getInternalName()));
            expected.add(line(Opcodes.DUP, ""));
            int variable = 0;
            for (Type parameter : Type.getArgumentTypes(descriptor)) {
                expected.add(line(parameter.getOpcode(Opcodes.ILOAD), variable));
                variable += parameter.getSize();
            }
            String constructor = Type.getMethodDescriptor(Type.VOID_TYPE, Type.getArgumentTypes(descriptor));
            expected.add(line(Opcodes.INVOKESPECIAL, created.getInternalName() + ".<init>" + constructor));
            expected.add(line(Opcodes.ARETURN, ""));
        }

        private static String line(int opcode, Object operand) {
            return opcode + " " + operand;
        }

        boolean isOnlyThat() {
            return found.equals(expected);
        }

        @Override
        public void visitInsn(int opcode) {
            found.add(line(opcode, ""));
        }

        @Override
        public void visitIntInsn(int opcode, int operand) {
            found.add(line(opcode, operand));
        }

        @Override
        public void visitVarInsn(int opcode, int variable) {
            found.add(line(opcode, variable));
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            found.add(line(opcode, type));
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            found.add(line(opcode, owner + "." + name));
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            if (owner.equals("kotlin/jvm/internal/Intrinsics")
                    && name.equals("checkNotNullParameter")
                    && found.size() >= 2) {
                // The check of a parameter before the call, with the instructions that load the parameter and its name.
                found.subList(found.size() - 2, found.size()).clear();
            } else {
                found.add(line(opcode, owner + "." + name + descriptor));
            }
        }

        @Override
        public void visitLdcInsn(Object value) {
            found.add(line(Opcodes.LDC, value));
        }

        @Override
        public void visitIincInsn(int variable, int increment) {
            found.add(line(Opcodes.IINC, variable));
        }

        @Override
        public void visitJumpInsn(int opcode, Label label) {
            found.add(line(opcode, "jump"));
        }
    }
}
