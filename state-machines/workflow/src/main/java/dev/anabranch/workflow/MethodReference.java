package dev.anabranch.workflow;

import dev.anabranch.runtime.internal.codec.TaskJson;
import java.io.Serializable;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a serializable method reference refers to. The compiler gives such a reference a method {@code writeReplace} that tells
 * ({@link SerializedLambda}).
 *
 * @param kind how the method is called, one of the constants of {@link MethodHandleInfo}
 * @param owner the class that has the method
 * @param method the method's name, {@code <init>} for a constructor
 * @param type what the method takes and returns, without a receiver
 * @param use the type that it is used as: an instance method takes its receiver first
 */
record MethodReference(int kind, Class<?> owner, String method, MethodType type, MethodType use) {

    /** Empty for a lambda, whose body has no name to go by. */
    static Optional<MethodReference> of(Serializable reference) {
        try {
            Method writeReplace = reference.getClass().getDeclaredMethod("writeReplace");
            writeReplace.setAccessible(true);
            SerializedLambda lambda = (SerializedLambda) writeReplace.invoke(reference);
            if (lambda.getImplMethodName().startsWith("lambda$")) {
                return Optional.empty();
            }
            ClassLoader loader = reference.getClass().getClassLoader();
            return Optional.of(new MethodReference(
                    lambda.getImplMethodKind(),
                    Class.forName(lambda.getImplClass().replace('/', '.'), false, loader),
                    lambda.getImplMethodName(),
                    MethodType.fromMethodDescriptorString(lambda.getImplMethodSignature(), loader),
                    MethodType.fromMethodDescriptorString(lambda.getInstantiatedMethodType(), loader)));
        } catch (ReflectiveOperationException | ClassCastException | TypeNotPresentException e) {
            return Optional.empty();
        }
    }

    /** The JSON names of a record's components, where this is a reference to the canonical constructor of a record. */
    Optional<List<String>> recordComponents() {
        if (kind != MethodHandleInfo.REF_newInvokeSpecial || !owner.isRecord()) {
            return Optional.empty();
        }
        RecordComponent[] components = owner.getRecordComponents();
        List<Class<?>> canonical = Arrays.stream(components)
                .<Class<?>>map(RecordComponent::getType)
                .toList();
        if (!type.parameterList().equals(canonical)) {
            return Optional.empty();
        }
        Map<String, String> names = TaskJson.accessors(owner);
        return Optional.of(Arrays.stream(components)
                .map(component -> names.getOrDefault(component.getName(), component.getName()))
                .toList());
    }

    /** The JSON name of the field that this reads: a record component, or what a getter gives. */
    Optional<String> property() {
        boolean instance = kind == MethodHandleInfo.REF_invokeVirtual || kind == MethodHandleInfo.REF_invokeInterface;
        if (!instance || type.parameterCount() > 0) {
            return Optional.empty();
        }
        Class<?> receiver = use.parameterType(0);
        return Optional.ofNullable(TaskJson.accessors(receiver).get(method));
    }
}
