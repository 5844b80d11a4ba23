package dev.sluice.spark.database;

import static java.time.temporal.ChronoUnit.MICROS;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How values as rows carry them (see {@link SqlColumn}) become parameters of statements, and come back. */
public enum ColumnCodec {
    /** Where the database has exact numbers, dates and timestamps. */
    TIMES {
        @Override
        void bindOwn(PreparedStatement statement, int index, SqlColumn column, Object value) throws SQLException {
            switch (column.kind()) {
                case DECIMAL -> statement.setBigDecimal(index, (BigDecimal) value);
                case DATE -> statement.setObject(index, LocalDate.ofEpochDay((int) value));
                case TIMESTAMP -> statement.setObject(index, (LocalDateTime) value);
                case INSTANT -> statement.setObject(index, time((long) value).atOffset(ZoneOffset.UTC));
                case BOOLEAN, INT, LONG, FLOAT, DOUBLE, STRING, BINARY -> throw new IllegalStateException();
            }
        }

        @Override
        @Nullable
        Object readOwn(ResultSet row, int index, SqlColumn column) throws SQLException {
            switch (column.kind()) {
                case DECIMAL -> {
                    return row.getBigDecimal(index);
                }
                case DATE -> {
                    LocalDate date = row.getObject(index, LocalDate.class);
                    return date == null ? null : Math.toIntExact(date.toEpochDay());
                }
                case TIMESTAMP -> {
                    LocalDateTime time = row.getObject(index, LocalDateTime.class);
                    return time == null ? null : checked(time);
                }
                case INSTANT -> {
                    OffsetDateTime time = row.getObject(index, OffsetDateTime.class);
                    return time == null
                            ? null
                            : micros(time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime());
                }
                case BOOLEAN, INT, LONG, FLOAT, DOUBLE, STRING, BINARY -> throw new IllegalStateException();
            }
            throw new IllegalStateException();
        }
    },
    /** Where it has none: as texts whose order is that of the times. */
    TEXTS {
        @Override
        void bindOwn(PreparedStatement statement, int index, SqlColumn column, Object value) throws SQLException {
            statement.setString(
                    index,
                    switch (column.kind()) {
                        case DECIMAL -> ((BigDecimal) value).toPlainString();
                        case DATE -> LocalDate.ofEpochDay((int) value).toString();
                        case TIMESTAMP -> TEXT.format((LocalDateTime) value);
                        case INSTANT -> TEXT.format(time((long) value)) + "Z";
                        case BOOLEAN, INT, LONG, FLOAT, DOUBLE, STRING, BINARY -> throw new IllegalStateException();
                    });
        }

        @Override
        @Nullable
        Object readOwn(ResultSet row, int index, SqlColumn column) throws SQLException {
            String text = row.getString(index);
            if (text == null) {
                return null;
            }
            return switch (column.kind()) {
                case DECIMAL -> new BigDecimal(text).setScale(column.scale());
                case DATE -> (int) LocalDate.parse(text).toEpochDay();
                case TIMESTAMP -> LocalDateTime.parse(text, TEXT);
                case INSTANT -> micros(LocalDateTime.parse(text.substring(0, text.length() - 1), TEXT));
                case BOOLEAN, INT, LONG, FLOAT, DOUBLE, STRING, BINARY -> throw new IllegalStateException();
            };
        }
    };

    private static final DateTimeFormatter TEXT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

    /** Numbers and times that databases do not agree about. */
    abstract void bindOwn(PreparedStatement statement, int index, SqlColumn column, Object value) throws SQLException;

    abstract @Nullable Object readOwn(ResultSet row, int index, SqlColumn column) throws SQLException;

    public final void bind(PreparedStatement statement, int index, SqlColumn column, @Nullable Object value)
            throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.NULL);
            return;
        }
        switch (column.kind()) {
            case BOOLEAN -> statement.setBoolean(index, (boolean) value);
            case INT -> statement.setInt(index, (int) value);
            case LONG -> statement.setLong(index, (long) value);
            case FLOAT -> statement.setFloat(index, (float) value);
            case DOUBLE -> statement.setDouble(index, (double) value);
            case STRING -> statement.setString(index, (String) value);
            case BINARY -> statement.setBytes(index, (byte[]) value);
            case DECIMAL, DATE, TIMESTAMP, INSTANT -> bindOwn(statement, index, column, value);
        }
    }

    /** Null where the value is. */
    public final @Nullable Object read(ResultSet row, int index, SqlColumn column) throws SQLException {
        Object value = switch (column.kind()) {
            case BOOLEAN -> row.getBoolean(index);
            case INT -> row.getInt(index);
            case LONG -> row.getLong(index);
            case FLOAT -> row.getFloat(index);
            case DOUBLE -> row.getDouble(index);
            case STRING -> row.getString(index);
            case BINARY -> row.getBytes(index);
            case DECIMAL, DATE, TIMESTAMP, INSTANT -> readOwn(row, index, column);
        };
        return row.wasNull() ? null : value;
    }

    /** @throws ArithmeticException for a time that microseconds cannot tell, such as an infinite one */
    private static LocalDateTime checked(LocalDateTime time) {
        return time(micros(time));
    }

    private static LocalDateTime time(long micros) {
        return LocalDateTime.ofInstant(Instant.EPOCH.plus(micros, MICROS), ZoneOffset.UTC);
    }

    private static long micros(LocalDateTime time) {
        return MICROS.between(Instant.EPOCH, time.toInstant(ZoneOffset.UTC));
    }
}
