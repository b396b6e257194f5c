"""How every form field looks: one template for all."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Renders fields by our own component, with the error beside the field."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
