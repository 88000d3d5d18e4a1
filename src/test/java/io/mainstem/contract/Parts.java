package io.mainstem.contract;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What there is of our own, in objects and in declarations: classes, and single constants of enums. */
final class Parts {

    private static final String OURS = "io.mainstem.";

    private Parts() {}

    /** Of the objects and of all that their fields lead to. */
    static Set<Object> madeInto(Collection<?> roots) {
        Set<Object> parts = new LinkedHashSet<>();
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> open = new ArrayDeque<>(roots);
        while (!open.isEmpty()) {
            Object next = open.pop();
            if (!seen.add(next)) {
                continue;
            }
            if (next instanceof Collection<?> all) {
                open.addAll(all);
            } else if (next instanceof Object[] all) {
                Arrays.stream(all).filter(each -> each != null).forEach(open::push);
            } else if (next instanceof Enum<?>) {
                parts.add(next);
            } else if (next.getClass().getName().startsWith(OURS)) {
                parts.add(next.getClass());
                fields(next.getClass()).map(field -> value(field, next)).forEach(value -> {
                    if (value != null) {
                        open.push(value);
                    }
                });
            }
        }
        return parts;
    }

    private static Stream<Field> fields(Class<?> type) {
        return Stream.<Class<?>>iterate(type, t -> t != null && t != Object.class, Class::getSuperclass)
                .flatMap(t -> Arrays.stream(t.getDeclaredFields()))
                .filter(field -> !Modifier.isStatic(field.getModifiers())
                        && !field.getType().isPrimitive());
    }

    private static @Nullable Object value(Field field, Object of) {
        try {
            field.setAccessible(true);
            return field.get(of);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    /** The choices that a declaration leaves: each permitted kind of what is sealed, and each constant of an enum. */
    static Set<Object> choices(Class<?> declaration) {
        Set<Object> choices = new LinkedHashSet<>();
        Set<Type> seen = new LinkedHashSet<>();
        Deque<Type> open = new ArrayDeque<>(Set.of(declaration));
        while (!open.isEmpty()) {
            Type next = open.pop();
            if (!seen.add(next)) {
                continue;
            }
            if (next instanceof ParameterizedType generic) {
                open.addAll(Arrays.asList(generic.getActualTypeArguments()));
            } else if (next instanceof Class<?> type && type.getName().startsWith(OURS)) {
                if (type.isEnum()) {
                    choices.addAll(Arrays.asList(type.getEnumConstants()));
                } else if (type.isSealed()) {
                    Class<?>[] permitted = type.getPermittedSubclasses();
                    open.addAll(Arrays.asList(permitted));
                    Arrays.stream(permitted).filter(each -> !each.isSealed()).forEach(choices::add);
                } else if (type.isRecord()) {
                    Arrays.stream(type.getRecordComponents())
                            .map(RecordComponent::getGenericType)
                            .forEach(open::push);
                }
            }
        }
        return choices;
    }
}
