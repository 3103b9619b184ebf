package milepost;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;

import org.mpxj.Duration;
import org.mpxj.Priority;
import org.mpxj.ProjectCalendar;
import org.mpxj.ProjectEntityWithUniqueID;
import org.mpxj.Rate;
import org.mpxj.TimeUnit;
import org.mpxj.TimeUnitDefaultsContainer;
import org.mpxj.WorkContour;

/**
 * Values as JSON: durations as ["D", minutes, unit] (percent as it is), rates as ["R", amount an hour], rows by their ids.
 */
final class Json {
    private final TimeUnitDefaultsContainer defaults;

    Json(TimeUnitDefaultsContainer defaults) {
        this.defaults = defaults;
    }

    /** A JSON object being written; values that are absent are left out. */
    static final class Object {
        private final Json json;
        private final StringBuilder text = new StringBuilder("{");

        private Object(Json json) {
            this.json = json;
        }

        void add(String name, java.lang.Object value) {
            String written = value == null ? null : json.value(value);
            if (written != null && !written.equals("null")) {
                raw(name, written);
            }
        }

        void raw(String name, String written) {
            text.append(text.length() > 1 ? "," : "").append(Json.text(name)).append(':').append(written);
        }

        String end() {
            return text.append('}').toString();
        }
    }

    Object object() {
        return new Object(this);
    }

    String value(java.lang.Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof Boolean) {
            return value.toString();
        }
        if (value instanceof Number) {
            return number((Number) value);
        }
        if (value instanceof Duration) {
            return duration((Duration) value);
        }
        if (value instanceof Rate) {
            return rate((Rate) value);
        }
        if (value instanceof Priority) {
            return Integer.toString(((Priority) value).getValue());
        }
        if (value instanceof WorkContour) {
            return text(value.toString());
        }
        if (value instanceof Enum) {
            return text(((Enum<?>) value).name());
        }
        if (value instanceof ProjectCalendar || value instanceof ProjectEntityWithUniqueID) {
            return String.valueOf(((ProjectEntityWithUniqueID) value).getUniqueID());
        }
        if (value instanceof LocalDateTime || value instanceof LocalDate || value instanceof LocalTime) {
            return text(value.toString());
        }
        if (value instanceof byte[] || value instanceof java.util.Map) {
            return "null";
        }
        if (value instanceof java.util.Collection && ((java.util.Collection<?>) value).isEmpty()) {
            return "null";
        }
        return text(value.toString());
    }

    private static String number(Number value) {
        double number = value.doubleValue();
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return "null";
        }
        return number == Math.rint(number) && Math.abs(number) < 1e15 ? Long.toString((long) number) : Double.toString(number);
    }

    private String duration(Duration value) {
        TimeUnit unit = value.getUnits();
        boolean isPercent = unit == TimeUnit.PERCENT || unit == TimeUnit.ELAPSED_PERCENT;
        double amount = isPercent ? value.getDuration() : value.convertUnits(TimeUnit.MINUTES, defaults).getDuration();
        return "[\"D\"," + number(amount) + ",\"" + unit + "\"]";
    }

    private String rate(Rate value) {
        // Amounts are brought to an hour, as MS Project and P6 state them.
        double minutes = Duration.getInstance(1, value.getUnits()).convertUnits(TimeUnit.MINUTES, defaults).getDuration();
        return "[\"R\"," + number(minutes == 0 ? value.getAmount() : value.getAmount() * 60 / minutes) + "]";
    }

    static String text(String value) {
        if (value == null) {
            return "null";
        }
        StringBuilder text = new StringBuilder(value.length() + 2).append('"');
        for (int at = 0; at < value.length(); at++) {
            char sign = value.charAt(at);
            if (sign == '"' || sign == '\\') {
                text.append('\\').append(sign);
            } else if (sign < 32 || Character.isSurrogate(sign) || sign == 0x7f) {
                text.append(String.format("\\u%04x", (int) sign));
            } else {
                text.append(sign);
            }
        }
        return text.append('"').toString();
    }
}
