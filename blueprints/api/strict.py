"""The pages' own request schemas for programs: the same fields, and only what is described."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final

from marshmallow import RAISE, Schema, ValidationError, fields, pre_load, validate
from marshmallow.constants import missing

from blueprints.api.field_words import fits, is_number
from hopecare.web.complaints import Complaint
from hopecare.web.fields import Ticked, WholeNumber

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST: Final = 100
_TRUTH: Final = ("true", "false")
_NOT_OF_KIND: Final = "wrong_type"


class _Body(Schema):
    """A body that is read exactly as it is described; nothing unknown is passed over."""

    class Meta:
        """Say so in the description too."""

        unknown = RAISE

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Describe no default that is nothing; of several, none are an empty list."""
        super().on_bind_field(field_name, field_obj)
        if isinstance(field_obj, fields.List):
            field_obj.allow_none = False
        _leave_default_unsaid(field_obj)

    @pre_load
    def _refuse_other_kinds(self, data: Any, **_: object) -> Any:  # noqa: ANN401  whatever was sent
        if not isinstance(data, dict):
            return data
        wrong = {name for name, value in data.items() if not self._fits(name, value)}
        if wrong:
            raise ValidationError({name: [Complaint(_NOT_OF_KIND)] for name in sorted(wrong)})
        return {name: self._whole(name, value) for name, value in data.items()}

    def _fits(self, name: str, value: object) -> bool:
        field = self.fields.get(name)
        if field is None:
            return True  # it is refused by name
        if isinstance(field, fields.List) and isinstance(value, list):
            return all(fits(field.inner, each) for each in value)
        return fits(field, value)

    def _whole(self, name: str, value: Any) -> Any:  # noqa: ANN401
        is_whole = isinstance(self.fields.get(name), WholeNumber) and is_number(value)
        return int(value) if is_whole else value


class _Query(Schema):
    """The filters of a list, how many at once, and after which cursor."""

    is_query: ClassVar[bool] = True

    limit = fields.Integer(
        load_default=50,
        validate=validate.Range(1, MOST),
        metadata={"description": "How many at once."},
    )
    after = fields.String(
        validate=validate.Length(1, 2000),
        metadata={"description": "The `next` of the page before."},
    )

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """An address has no null: what is left out is left out."""
        super().on_bind_field(field_name, field_obj)
        field_obj.allow_none = False
        _leave_default_unsaid(field_obj)

    @pre_load
    def _read_truth(self, data: Any, **_: object) -> Any:  # noqa: ANN401
        given = {name: data[name] for name in self.fields if data[name] is not missing}
        wrong = {name for name, value in given.items() if not self._fits(name, value)}
        if wrong:
            raise ValidationError({name: [Complaint(_NOT_OF_KIND)] for name in sorted(wrong)})
        return data

    def _fits(self, name: str, value: object) -> bool:
        field = self.fields[name]
        if isinstance(field, Ticked):
            return value in _TRUTH
        return isinstance(field, WholeNumber | fields.List) or fits(field, value)


def body_of(*requests: type[Schema], named: str, **added: fields.Field[Any]) -> type[Schema]:
    """Make the body of a program's request from a page's schema, with what its form had aside."""
    return type(named, (_Body, *requests), dict(added))


def query_of(filters: type[Schema], *, named: str, without: tuple[str, ...] = ()) -> type[Schema]:
    """Make a list's query from a page's filters; personal words never stand in an address."""

    class Meta:
        """Leave these out."""

        exclude = without

    return type(named, (_Query, filters), {"Meta": Meta})


def _leave_default_unsaid(field: fields.Field[Any]) -> None:
    """Nothing by default is no default: a described null would be no value of the field."""
    if field.load_default is None:
        field.load_default = _nothing


def _nothing() -> None:
    return None


def as_sent(data: Mapping[str, Any]) -> dict[str, Any]:
    """Give what was read as what can be hashed: the same for the same request."""
    return {name: str(value) for name, value in data.items()}
