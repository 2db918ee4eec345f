package dev.anabranch.workflow.internal.types;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import dev.anabranch.runtime.internal.codec.TaskJson;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The two type arguments, input and output, that a class gives {@code Task} or {@code Workflow}. */
public record TypeArguments(Type writtenInput, JavaType input, Type writtenOutput, JavaType output) {

    /**
     * Reads the arguments. Arguments that the class leaves open are {@code Object}.
     *
     * @param generic {@code Task} or {@code Workflow}
     */
    public static TypeArguments of(Class<?> type, Class<?> generic) {
        JavaType[] resolved = TaskJson.types().constructType(type).findTypeParameters(generic);
        if (resolved.length != 2) {
            resolved = new JavaType[] {TypeFactory.unknownType(), TypeFactory.unknownType()};
        }
        List<Type> written = written(type, generic, Map.of());
        return written.size() == 2
                ? new TypeArguments(written.get(0), resolved[0], written.get(1), resolved[1])
                : new TypeArguments(resolved[0], resolved[0], resolved[1], resolved[1]);
    }

    /** Returns whether the class declares both arguments. */
    public boolean areKnown() {
        return !input.hasRawClass(Object.class) && !output.hasRawClass(Object.class);
    }

    private static List<Type> written(Type type, Class<?> generic, Map<TypeVariable<?>, Type> outer) {
        Map<TypeVariable<?>, Type> bound = new HashMap<>();
        Class<?> raw;
        if (type instanceof ParameterizedType parameterized) {
            raw = (Class<?>) parameterized.getRawType();
            Type[] arguments = parameterized.getActualTypeArguments();
            for (int i = 0; i < arguments.length; i++) {
                Type argument = arguments[i];
                bound.put(
                        raw.getTypeParameters()[i],
                        argument instanceof TypeVariable<?> variable
                                ? outer.getOrDefault(variable, variable)
                                : argument);
            }
        } else {
            raw = (Class<?>) type;
        }
        if (raw == generic) {
            return bound.isEmpty()
                    ? List.of()
                    : Arrays.stream(raw.getTypeParameters()).map(bound::get).toList();
        }
        return Stream.concat(Arrays.stream(raw.getGenericInterfaces()), Stream.ofNullable(raw.getGenericSuperclass()))
                .map(parent -> written(parent, generic, bound))
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(List.of());
    }
}
