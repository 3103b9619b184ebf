package milepost;

import java.io.BufferedWriter;
import java.io.File;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.mpxj.AssignmentField;
import org.mpxj.Availability;
import org.mpxj.CostRateTable;
import org.mpxj.CostRateTableEntry;
import org.mpxj.CustomField;
import org.mpxj.DayType;
import org.mpxj.FieldContainer;
import org.mpxj.FieldType;
import org.mpxj.FieldTypeClass;
import org.mpxj.LocalDateTimeRange;
import org.mpxj.LocalTimeRange;
import org.mpxj.ProjectCalendar;
import org.mpxj.ProjectCalendarDays;
import org.mpxj.ProjectCalendarException;
import org.mpxj.ProjectCalendarHours;
import org.mpxj.ProjectCalendarWeek;
import org.mpxj.ProjectField;
import org.mpxj.ProjectFile;
import org.mpxj.RecurringData;
import org.mpxj.Relation;
import org.mpxj.Resource;
import org.mpxj.ResourceAssignment;
import org.mpxj.ResourceField;
import org.mpxj.Task;
import org.mpxj.TaskField;
import org.mpxj.mpp.MPPReader;
import org.mpxj.reader.ProjectReader;
import org.mpxj.reader.UniversalProjectReader;

/**
 * Reads one plan file with MPXJ and prints everything MPXJ knows of it, one JSON array a line.
 *
 * <p>Lines are ["project", {...}], ["calendar", {...}], ["label", field, alias], ["task", {...}, [links], [segments]],
 * ["resource", {...}, [rates], [availability]], ["assignment", {...}], and last ["end"], or ["error", class, message].
 * Fields go by MPXJ's own names, so that a field nobody thought of travels too.
 */
public final class PlanToJson {
    /** Wanted even where a file leaves them at their defaults, because "no" and "0" are then what it says. */
    private static final Set<TaskField> ALWAYS = EnumSet.of(
        TaskField.UNIQUE_ID, TaskField.ID, TaskField.NAME, TaskField.OUTLINE_LEVEL, TaskField.PARENT_TASK_UNIQUE_ID,
        TaskField.SUMMARY, TaskField.MILESTONE, TaskField.ACTIVE, TaskField.TASK_MODE, TaskField.CONSTRAINT_TYPE,
        TaskField.TYPE, TaskField.START, TaskField.FINISH, TaskField.DURATION, TaskField.REMAINING_DURATION,
        TaskField.PERCENT_COMPLETE, TaskField.PERCENT_WORK_COMPLETE, TaskField.PHYSICAL_PERCENT_COMPLETE,
        TaskField.PRIORITY, TaskField.EARLY_START, TaskField.EARLY_FINISH, TaskField.LATE_START, TaskField.LATE_FINISH,
        TaskField.TOTAL_SLACK, TaskField.FREE_SLACK, TaskField.CRITICAL, TaskField.WORK, TaskField.COST,
        TaskField.ACTUAL_WORK, TaskField.REMAINING_WORK, TaskField.ACTUAL_COST, TaskField.REMAINING_COST,
        TaskField.FIXED_COST, TaskField.BASELINE_WORK, TaskField.BASELINE_COST, TaskField.BASELINE_DURATION);

    private static final Set<ResourceField> ALWAYS_OF_RESOURCES = EnumSet.of(
        ResourceField.UNIQUE_ID, ResourceField.ID, ResourceField.NAME, ResourceField.TYPE, ResourceField.MAX_UNITS,
        ResourceField.CALENDAR_UNIQUE_ID, ResourceField.WORK, ResourceField.COST);

    private static final Set<AssignmentField> ALWAYS_OF_ASSIGNMENTS = EnumSet.of(
        AssignmentField.UNIQUE_ID, AssignmentField.TASK_UNIQUE_ID, AssignmentField.RESOURCE_UNIQUE_ID,
        AssignmentField.ASSIGNMENT_UNITS, AssignmentField.WORK, AssignmentField.ACTUAL_WORK, AssignmentField.REMAINING_WORK,
        AssignmentField.START, AssignmentField.FINISH, AssignmentField.COST, AssignmentField.ACTUAL_COST,
        AssignmentField.REMAINING_COST);

    /** Worked out by MPXJ where a file does not say them, which only MS Project's own files leave to be done. */
    private static final Set<TaskField> NOT_WORKED_OUT = EnumSet.of(
        TaskField.TOTAL_SLACK, TaskField.FREE_SLACK, TaskField.CRITICAL, TaskField.START_SLACK, TaskField.FINISH_SLACK);

    private static BufferedWriter out;
    private static boolean isMpp;

    private PlanToJson() {
    }

    public static void main(String[] arguments) throws Exception {
        PrintStream results = System.out;
        // MPXJ's logging writes to standard output, which belongs to the results.
        System.setOut(System.err);
        URL.setURLStreamHandlerFactory(PlanToJson::refuseNetwork);
        out = new BufferedWriter(new OutputStreamWriter(results, StandardCharsets.UTF_8), 1 << 16);
        try {
            write(new File(arguments[0]), arguments[1]);
            out.write("[\"end\"]\n");
        } catch (OutOfMemoryError | StackOverflowError limit) {
            tell(limit.getClass().getSimpleName(), "");
        } catch (Exception problem) {
            Throwable cause = problem;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            tell(problem.getClass().getSimpleName(), problem.getMessage() + " / " + cause.getMessage());
        }
        out.flush();
    }

    private static java.net.URLStreamHandler refuseNetwork(String protocol) {
        switch (protocol) {
            case "file":
            case "jar":
            case "jrt":
                return null;
            default:
                throw new IllegalArgumentException("a plan file has no business with " + protocol);
        }
    }

    private static void tell(String kind, String message) throws Exception {
        out.write("[\"error\"," + Json.text(kind) + "," + Json.text(message) + "]\n");
    }

    private static void write(File file, String format) throws Exception {
        isMpp = format.equals("mpp");
        ProjectReader reader = isMpp ? new MPPReader() : new UniversalProjectReader();
        List<ProjectFile> projects = reader.readAll(file);
        if (projects == null || projects.isEmpty()) {
            tell("NoProject", "");
            return;
        }
        for (ProjectFile project : projects) {
            writeProject(project);
        }
    }

    private static void writeProject(ProjectFile project) throws Exception {
        Json json = new Json(project.getProjectProperties());
        Json.Object properties = json.object();
        for (ProjectField field : ProjectField.values()) {
            properties.add(field.name(), project.getProjectProperties().get(field));
        }
        line("project", properties.end());
        for (CustomField field : project.getCustomFields()) {
            if (field.getAlias() != null && field.getFieldType() != null) {
                line("label", Json.text(field.getFieldType().name()), Json.text(field.getAlias()));
            }
        }
        for (ProjectCalendar calendar : project.getCalendars()) {
            line("calendar", calendar(calendar, json));
        }
        Set<FieldType> populated = project.getPopulatedFields();
        writeTasks(project, json, of(populated, FieldTypeClass.TASK, new ArrayList<>(ALWAYS)));
        writeResources(project, json, of(populated, FieldTypeClass.RESOURCE, new ArrayList<>(ALWAYS_OF_RESOURCES)));
        Set<FieldType> fields = of(populated, FieldTypeClass.ASSIGNMENT, new ArrayList<>(ALWAYS_OF_ASSIGNMENTS));
        for (ResourceAssignment assignment : project.getResourceAssignments()) {
            line("assignment", fields(assignment, fields, json));
        }
    }

    private static void writeTasks(ProjectFile project, Json json, Set<FieldType> fields) throws Exception {
        for (Task task : project.getTasks()) {
            StringBuilder links = new StringBuilder("[");
            for (Relation link : task.getPredecessors()) {
                links.append(links.length() > 1 ? "," : "").append("[").append(link.getPredecessorTask().getUniqueID())
                    .append(",\"").append(link.getType()).append("\",").append(json.value(link.getLag())).append("]");
            }
            line("task", fields(task, fields, json), links.append("]").toString(), ranges(task.getWorkSplits()));
        }
    }

    private static void writeResources(ProjectFile project, Json json, Set<FieldType> fields) throws Exception {
        for (Resource resource : project.getResources()) {
            StringBuilder rates = new StringBuilder("[");
            for (int table = 0; table < 5; table++) {
                CostRateTable entries = resource.getCostRateTable(table);
                for (CostRateTableEntry entry : entries == null ? new ArrayList<CostRateTableEntry>() : entries) {
                    rates.append(rates.length() > 1 ? "," : "").append("[").append(table)
                        .append(",").append(json.value(entry.getStartDate())).append(",").append(json.value(entry.getEndDate()))
                        .append(",").append(json.value(entry.getStandardRate())).append(",").append(json.value(entry.getOvertimeRate()))
                        .append(",").append(json.value(entry.getCostPerUse())).append("]");
                }
            }
            StringBuilder periods = new StringBuilder("[");
            for (Availability period : resource.getAvailability()) {
                periods.append(periods.length() > 1 ? "," : "").append("[").append(json.value(period.getRange().getStart()))
                    .append(",").append(json.value(period.getRange().getEnd())).append(",").append(json.value(period.getUnits())).append("]");
            }
            line("resource", fields(resource, fields, json), rates.append("]").toString(), periods.append("]").toString());
        }
    }

    private static Set<FieldType> of(Set<FieldType> populated, FieldTypeClass kind, List<FieldType> wanted) {
        Set<FieldType> fields = new LinkedHashSet<>(wanted);
        for (FieldType field : populated) {
            if (field.getFieldTypeClass() == kind) {
                fields.add(field);
            }
        }
        return fields;
    }

    private static String fields(FieldContainer row, Set<FieldType> fields, Json json) {
        Json.Object object = json.object();
        for (FieldType field : fields) {
            boolean isAsStored = !isMpp && field instanceof TaskField && NOT_WORKED_OUT.contains(field);
            object.add(field.name(), isAsStored ? row.getCachedValue(field) : row.get(field));
        }
        return object.end();
    }

    private static String calendar(ProjectCalendar calendar, Json json) {
        StringBuilder exceptions = new StringBuilder("[");
        for (ProjectCalendarException exception : calendar.getCalendarExceptions()) {
            Json.Object object = json.object();
            object.add("from", exception.getFromDate());
            object.add("to", exception.getToDate());
            object.add("name", exception.getName());
            object.raw("times", times(exception));
            object.raw("recurrence", recurrence(exception.getRecurring(), json));
            exceptions.append(exceptions.length() > 1 ? "," : "").append(object.end());
        }
        StringBuilder weeks = new StringBuilder("[");
        for (ProjectCalendarWeek week : calendar.getWorkWeeks()) {
            Json.Object object = json.object();
            object.add("from", week.getDateRange().getStart());
            object.add("to", week.getDateRange().getEnd());
            object.add("name", week.getName());
            object.raw("days", days(week));
            weeks.append(weeks.length() > 1 ? "," : "").append(object.end());
        }
        Json.Object object = json.object();
        object.add("uid", calendar.getUniqueID());
        object.add("name", calendar.getName());
        object.add("parent", calendar.getParentUniqueID());
        object.add("personal", calendar.getPersonal());
        object.raw("days", days(calendar));
        object.raw("exceptions", exceptions.append("]").toString());
        object.raw("weeks", weeks.append("]").toString());
        return object.end();
    }

    private static String days(ProjectCalendarDays calendar) {
        StringBuilder days = new StringBuilder("[");
        for (DayOfWeek day : DayOfWeek.values()) {
            DayType type = calendar.getCalendarDayType(day);
            days.append(day.getValue() > 1 ? "," : "");
            if (type == DayType.WORKING) {
                days.append(times(calendar.getCalendarHours(day)));
            } else {
                days.append(type == DayType.NON_WORKING ? "[]" : "null");
            }
        }
        return days.append("]").toString();
    }

    private static String times(ProjectCalendarHours hours) {
        StringBuilder times = new StringBuilder("[");
        for (LocalTimeRange range : hours == null ? new ArrayList<LocalTimeRange>() : hours) {
            if (range.getStart() != null && range.getEnd() != null) {
                times.append(times.length() > 1 ? "," : "").append("[\"").append(range.getStart()).append("\",\"")
                    .append(range.getEnd()).append("\"]");
            }
        }
        return times.append("]").toString();
    }

    private static String ranges(List<LocalDateTimeRange> ranges) {
        StringBuilder text = new StringBuilder("[");
        for (LocalDateTimeRange range : ranges == null ? new ArrayList<LocalDateTimeRange>() : ranges) {
            text.append(text.length() > 1 ? "," : "").append("[\"").append(range.getStart()).append("\",\"")
                .append(range.getEnd()).append("\"]");
        }
        return text.append("]").toString();
    }

    private static String recurrence(RecurringData stated, Json json) {
        if (stated == null) {
            return "null";
        }
        StringBuilder weekdays = new StringBuilder("[");
        for (DayOfWeek day : DayOfWeek.values()) {
            if (stated.getWeeklyDay(day)) {
                weekdays.append(weekdays.length() > 1 ? "," : "").append(day.getValue() - 1);
            }
        }
        Json.Object object = json.object();
        object.add("type", stated.getRecurrenceType());
        object.add("relative", stated.getRelative());
        object.add("every", stated.getFrequency());
        object.add("weekday", stated.getDayOfWeek() == null ? null : stated.getDayOfWeek().getValue() - 1);
        object.add("day", stated.getDayNumber());
        object.add("month", stated.getMonthNumber());
        object.raw("weekdays", weekdays.append("]").toString());
        return object.end();
    }

    private static void line(String kind, String... parts) throws Exception {
        out.write("[\"" + kind + "\"");
        for (String part : parts) {
            out.write(',');
            out.write(part);
        }
        out.write("]\n");
    }
}
