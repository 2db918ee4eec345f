package dev.anabranch.workflow.internal.types;

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
 * The method or constructor that a serializable method reference refers to, read from the {@link SerializedLambda} that
 * the reference's method {@code writeReplace} returns. For the forms that Kotlin's compiler gives to references, see
 * {@link KotlinReference}.
 *
 * @param kind how the method is called, one of the constants of {@link MethodHandleInfo}
 * @param owner the class that declares the method
 * @param method the method's name, {@code <init>} for a constructor
 * @param type the parameter types and return type of the method, without the receiver
 * @param use the type of the functional interface's method; for an instance method the first parameter is the receiver
 */
public record MethodReference(int kind, Class<?> owner, String method, MethodType type, MethodType use) {

    /** Reads a method reference. Returns empty for a lambda expression. */
    public static Optional<MethodReference> of(Serializable reference) {
        Optional<MethodReference> held = KotlinReference.heldBy(reference);
        if (held.isPresent()) {
            return held;
        }
        try {
            Method writeReplace = reference.getClass().getDeclaredMethod("writeReplace");
            writeReplace.setAccessible(true);
            SerializedLambda lambda = (SerializedLambda) writeReplace.invoke(reference);
            if (lambda.getImplMethodName().startsWith("lambda$")) {
                return Optional.empty();
            }
            ClassLoader loader = reference.getClass().getClassLoader();
            if (lambda.getImplMethodName().contains("lambda$")) {
                return KotlinReference.in(lambda, loader);
            }
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

    /**
     * Returns the JSON names of the record's components, or empty if this is not the canonical constructor of a record.
     */
    public Optional<List<String>> recordComponents() {
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

    /** Returns the JSON name of the field that this accessor or getter reads, or empty if it is neither. */
    public Optional<String> property() {
        boolean instance = kind == MethodHandleInfo.REF_invokeVirtual || kind == MethodHandleInfo.REF_invokeInterface;
        if (!instance || type.parameterCount() > 0) {
            return Optional.empty();
        }
        Class<?> receiver = use.parameterType(0);
        return Optional.ofNullable(TaskJson.accessors(receiver).get(method));
    }
}
